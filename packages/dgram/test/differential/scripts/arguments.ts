import type dgram from 'node:dgram'
import type { Script, Trial } from '../trial.js'

const values: readonly unknown[] = [
  undefined, null, true, false, 0, 1, -1, 1.5, Number.NaN, 255, 256, 4096, 65_535, 65_536, 2 ** 32 + 81, '', ' ', '1', '4097', 'x',
  '127.0.0.1', '::1', '239.1.2.3', 'ff02::1', '::%lo', '::%1', {}, [], () => {}, Symbol('s'), 5n, Buffer.from('x'),
] // biome-ignore format: a table

const groups = 'groups, in each state'

type State = 'unbound' | 'binding' | 'bound' | 'connected' | 'closed'
const states: readonly State[] = ['unbound', 'binding', 'bound', 'connected', 'closed']

async function inState(trial: Trial, state: State, type: 'udp4' | 'udp6', peer: dgram.Socket): Promise<dgram.Socket> {
  if (state === 'connected') return trial.connected('a', peer, type)
  if (state === 'bound') return trial.bound('a', type)
  const socket = trial.socket('a', type)
  if (state === 'binding') socket.bind(0, type === 'udp4' ? '127.0.0.1' : '::1')
  if (state === 'closed') socket.close()
  return socket
}

type Members = Record<string, (...values: unknown[]) => unknown>

function script(
  title: string,
  covers: readonly string[],
  calls: (value: unknown) => unknown[],
  isFresh = false,
): Script {
  return {
    title,
    covers,
    order: 'each',
    run: async (trial) => {
      for (const type of ['udp4', 'udp6'] as const) {
        const peer = await trial.bound('peer', type)
        for (const state of states) {
          for (const name of covers) {
            let socket = await inState(trial, state, type, peer)
            for (const value of values) {
              // Node 20 throws a TypeError, later ones say EINVAL.
              if (title === groups && typeof value === 'symbol') continue
              const shown =
                typeof value === 'function'
                  ? 'a function'
                  : String(value?.constructor?.name) + String(typeof value === 'object' ? '' : value)
              trial.journal.attempt('a', `${type} ${state} ${name} ${shown}`, () =>
                (socket as unknown as Members)[name]?.(...calls(value)),
              )
              if (!isFresh) continue
              await trial.turns(2)
              if (state !== 'closed') trial.journal.attempt('a', 'close', () => socket.close())
              await trial.turns(2)
              socket = await inState(trial, state, type, peer)
            }
            await trial.turns(2)
            if (state !== 'closed') trial.journal.attempt('a', 'close', () => socket.close())
            await trial.turns(2)
          }
        }
      }
    },
  }
}

const one = (value: unknown) => [value]

export const argumentScripts: readonly Script[] = [
  script('setters, in each state', ['setBroadcast', 'setTTL', 'setMulticastTTL', 'setMulticastLoopback'], one),
  script('sizes of buffers, in each state', ['setRecvBufferSize', 'setSendBufferSize'], one),
  script('setMulticastInterface, in each state', ['setMulticastInterface'], one),
  script(groups, ['addMembership', 'dropMembership'], one),
  script('interfaces of groups, in each state', ['addMembership', 'dropMembership'], (value) => ['239.1.2.3', value]),
  script('interfaces of groups of IPv6, in each state', ['addMembership', 'dropMembership'], (value) => [
    'ff02::1:2',
    value,
  ]),
  script('sources, in each state', ['addSourceSpecificMembership', 'dropSourceSpecificMembership'], (value) => [
    value,
    '232.1.2.3',
  ]),
  script(
    'groups of sources, in each state',
    ['addSourceSpecificMembership', 'dropSourceSpecificMembership'],
    (value) => ['127.0.0.1', value, '127.0.0.1'],
  ),
  script(
    'what takes no argument, in each state',
    [
      'address',
      'remoteAddress',
      'disconnect',
      'getRecvBufferSize',
      'getSendBufferSize',
      'getSendQueueSize',
      'getSendQueueCount',
      'ref',
      'unref',
    ],
    () => [],
  ),
  script('what close is given, in each state', ['close'], one, true),
  script(
    'ports of connect, in each state',
    ['connect'],
    (value) => [typeof value === 'function' ? 1 : value, '127.0.0.1'],
    true,
  ),
]
