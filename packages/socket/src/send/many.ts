import { type AddressInit, checkObject, type Sends } from '@sendto/core'
import type { Outgoing } from './outgoing.js'
import type { SendOptions, SendOptionsEncoder } from './send-options.js'

/** A datagram of `sendMany`. */
export interface OutgoingDatagram extends SendOptions {
  readonly data: Uint8Array
  /** The destination; null or nothing on a connected socket. */
  readonly to?: AddressInit | null | undefined
}

/** What errors call the parts of a datagram of a list. */
interface Names {
  readonly datagram: string
  readonly data: string
  readonly to: string
  readonly options: string
}

// Made once: what costs nothing where there is no error is to cost nothing else.
const known: Names[] = []
const mostKnown = 1024

/** Takes datagrams in: first all that may run code of the program's, and then the data. */
export function readDatagrams(
  datagrams: readonly OutgoingDatagram[],
  list: readonly Outgoing[],
  count: number,
  { sends, options }: { readonly sends: Sends; readonly options: SendOptionsEncoder },
): void {
  for (let index = 0; index < count; index++) {
    const names = namesOf(index)
    const datagram = datagrams[index] as OutgoingDatagram
    checkObject(names.datagram, datagram)
    const outgoing = list[index] as Outgoing
    const { data, to } = datagram
    const name = to === undefined || to === null ? null : sends.name(names.to, to)
    outgoing.name = name
    outgoing.control = options.encode(names.options, datagram, name)
    outgoing.data = data
  }
  for (let index = 0; index < count; index++) {
    const outgoing = list[index] as Outgoing
    outgoing.setData(namesOf(index).data, outgoing.data)
  }
}

function namesOf(index: number): Names {
  const names = known[index]
  if (names !== undefined) return names
  const datagram = `datagrams[${index}]`
  const made = { datagram, data: `${datagram}.data`, to: `${datagram}.to`, options: `${datagram}.` }
  if (index === known.length && index < mostKnown) known.push(made)
  return made
}
