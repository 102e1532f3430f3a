import assert from 'node:assert/strict'
import type { ControlMessage, ReceivedMessage, ReceiveOptions } from '@sendto/core'
import type { CaseContext } from './context.js'
import type { Family } from './inet.js'

export type Kind = ControlMessage['kind']
export type Of<Name extends Kind> = Extract<ControlMessage, { kind: Name }>

/** What a message was received with, and its data, copied. */
export interface Whole extends ReceivedMessage {
  readonly data: Uint8Array
}

/** Receives a message with room for all that belongs to it. */
export function receiveWhole({ sys }: Pick<CaseContext, 'sys'>, fd: number, options: ReceiveOptions = {}): Whole {
  const buffer = new Uint8Array(65_535)
  const received = sys.recvmsg(fd, buffer, options)
  return { ...received, data: buffer.slice(0, received.size) }
}

/** The one control message of this kind. */
export function one<Name extends Kind>({ control }: Pick<ReceivedMessage, 'control'>, kind: Name): Of<Name> {
  const found = control.filter((message) => message.kind === kind)
  assert.equal(found.length, 1, `expected one control message of the kind ${kind} among ${shown(control)}`)
  return found[0] as Of<Name>
}

/** There must be none of this kind. */
export function none({ control }: Pick<ReceivedMessage, 'control'>, kind: Kind): void {
  const found = control.filter((message) => message.kind === kind)
  assert.equal(found.length, 0, `expected no control message of the kind ${kind} among ${shown(control)}`)
}

/** Takes what the error queue holds, as soon as it holds something. */
export function takeError(context: CaseContext, fd: number): Whole {
  const { sys, constants, patience } = context
  const ready = sys.poll([{ fd, events: 0 }], patience)
  assert.equal(ready.length, 1, 'nothing came to the error queue')
  return receiveWhole(context, fd, { flags: constants.MSG_ERRQUEUE })
}

/** The numbers that ip(7) and ipv6(7) have for the same thing. */
export function internet({ constants }: Pick<CaseContext, 'constants'>, family: Family) {
  return family === 'IPv4'
    ? {
        level: constants.IPPROTO_IP,
        receivePacketInfo: constants.IP_PKTINFO ?? -1,
        receiveTrafficClass: constants.IP_RECVTOS,
        trafficClass: constants.IP_TOS,
        receiveHopLimit: constants.IP_RECVTTL,
        hopLimit: constants.IP_TTL,
        receiveErrors: constants.IP_RECVERR ?? -1,
      }
    : {
        level: constants.IPPROTO_IPV6,
        receivePacketInfo: constants.IPV6_RECVPKTINFO ?? -1,
        receiveTrafficClass: constants.IPV6_RECVTCLASS,
        trafficClass: constants.IPV6_TCLASS,
        receiveHopLimit: constants.IPV6_RECVHOPLIMIT ?? -1,
        hopLimit: constants.IPV6_UNICAST_HOPS,
        receiveErrors: constants.IPV6_RECVERR ?? -1,
      }
}

function shown(control: readonly ControlMessage[]): string {
  return `[${control.map(({ kind }) => kind).join(', ')}]`
}
