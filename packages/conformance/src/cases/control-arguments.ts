import assert from 'node:assert/strict'
import type { ControlInit } from '@sendto/core'
import type { Case } from '../case.js'
import { refuses } from '../expect.js'
import { loopback } from '../inet.js'

const type = 'ERR_INVALID_ARG_TYPE'
const range = 'ERR_OUT_OF_RANGE'
const value = 'ERR_INVALID_ARG_VALUE'

/** What is no control message to be sent, the code that says so, and the part that is wrong. */
const wrong: readonly (readonly [init: unknown, code: string, part: string])[] = [
  ...[undefined, null, 1, 'raw', () => ({})].map((each) => [each, type, ''] as const),
  ...[{}, { kind: 'toString' }, { kind: 'drops', drops: 1 }, { kind: 3 }].map(
    (each) => [each, value, '.kind'] as const,
  ),
  ...['trafficClass', 'hopLimit'].flatMap((kind) => [
    [{ kind, [kind]: 1 }, type, '.family'] as const,
    [{ kind, family: 'IPv5', [kind]: 1 }, value, '.family'] as const,
    ...[undefined, '1', 1n].map((each) => [{ kind, family: 'IPv4', [kind]: each }, type, `.${kind}`] as const),
    ...[-1, 256, 1.5, Number.NaN].map((each) => [{ kind, family: 'IPv6', [kind]: each }, range, `.${kind}`] as const),
  ]),
  [{ kind: 'packetInfo' }, type, '.family'],
  ...['', 'localhost', 'fe80::1%1', '127.1'].map((local) => [{ kind: 'packetInfo', local }, value, '.local'] as const),
  [{ kind: 'packetInfo', family: 'IPv6', local: '127.0.0.1' }, value, '.local'],
  [{ kind: 'packetInfo', local: 2130706433 }, type, '.local'],
  [{ kind: 'packetInfo', local: '::1', interface: 'lo' }, type, '.interface'],
  ...[-1, 2 ** 31, 0.5].map(
    (index) => [{ kind: 'packetInfo', local: '::1', interface: index }, range, '.interface'] as const,
  ),
  [{ kind: 'raw', level: 1.5, type: 0, data: new Uint8Array() }, range, '.level'],
  [{ kind: 'raw', level: 1, type: '0', data: new Uint8Array() }, type, '.type'],
  [{ kind: 'raw', level: 1, type: 0, data: [1] }, type, '.data'],
  [{ kind: 'credentials', pid: 0.5, uid: 0, gid: 0 }, range, '.pid'],
  [{ kind: 'credentials', pid: 1, uid: -1, gid: 0 }, range, '.uid'],
  [{ kind: 'credentials', pid: 1, uid: 0 }, type, '.gid'],
]

/** Control messages that a program has got wrong. */
export const controlArgumentCases: Case[] = [
  {
    id: 'sendmsg/argument-control',
    title: 'sendmsg names what is wrong with a control message, wherever it stands in the list, and makes no call',
    platforms: ['linux'],
    run({ recorded }) {
      const { sys, calls } = recorded()
      const good: ControlInit = { kind: 'hopLimit', family: 'IPv4', hopLimit: 9 }
      const to = { address: loopback.IPv4, port: 9 }
      const send = (control: unknown) => () =>
        sys.sendmsg(-1, { data: new Uint8Array(1), to, control: control as ControlInit[] })
      for (const [init, code, part] of wrong) {
        refuses(code, `message.control[0]${part}`, send([init, good]))
        refuses(code, `message.control[2]${part}`, send([good, good, init]))
      }
      refuses(range, 'message.control.length', send(new Array(2 ** 32 - 1).fill(good, 0, 1)))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'createVector/set-control',
    title: 'a slot that is set with a control message that is wrong, or finds no room, stays as it was',
    platforms: ['linux'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      sys.setsockopt(fd, constants.IPPROTO_IP, constants.IP_RECVTTL, 1)
      const vector = sys.createVector({ slots: 1, slotSize: 8, controlSize: 32 })
      const good: ControlInit = { kind: 'hopLimit', family: 'IPv4', hopLimit: 9 }
      vector.set(0, Uint8Array.of(1), address, [good])
      for (const [init, code, part] of wrong) {
        refuses(code, `control[1]${part}`, () => vector.set(0, Uint8Array.of(2), address, [good, init as ControlInit]))
      }
      refuses(range, 'control', () => vector.set(0, Uint8Array.of(2), address, [good, good]))
      assert.equal(sys.sendmmsg(fd, vector), 1)
      assert.equal(sys.recvmmsg(fd, vector), 1)
      assert.deepEqual([...vector.data(0)], [1])
      assert.deepEqual(vector.control(0), [good])
    },
  },
]
