import { BlockList } from 'node:net'
import type { Backend, BackendName } from 'sendto'
import { invalidArgType, outOfRange } from './errors.js'
import { knows } from './internals.js'
import { poolsMessages } from './pool.js'

/** What a socket is asked for beyond what Node has, or beyond what the running version has. */
export interface Extensions {
  readonly backend: BackendName | Backend | undefined
  readonly join: number
  readonly pool: boolean
  readonly recvInfo: boolean
  readonly reusePort: boolean
  readonly receiveBlockList: BlockList | undefined
  readonly sendBlockList: BlockList | undefined
}

/** Reads them. Whatever Node has itself is left to it: it is read there, and checked. */
export function extensionsOf(type: unknown): Extensions {
  const options = (isOptions(type) ? type : {}) as Partial<Record<keyof Extensions, unknown>>
  const { backend, join = 64, pool = poolsMessages(), recvInfo = false } = options
  if (typeof join !== 'number') throw invalidArgType('options.join', 'of type number', join)
  if (!(Number.isInteger(join) && join >= 1 && join <= 128))
    throw outOfRange('options.join', 'an integer >= 1 && <= 128', join)
  if (typeof pool !== 'boolean') throw invalidArgType('options.pool', 'of type boolean', pool)
  if (typeof recvInfo !== 'boolean') throw invalidArgType('options.recvInfo', 'of type boolean', recvInfo)
  return {
    backend: backend as BackendName | Backend | undefined,
    join,
    pool,
    recvInfo,
    reusePort: !knows.reusePort && Boolean(options.reusePort),
    receiveBlockList: knows.blockLists ? undefined : checkBlockList('receiveBlockList', options.receiveBlockList),
    sendBlockList: knows.blockLists ? undefined : checkBlockList('sendBlockList', options.sendBlockList),
  }
}

/** @param ip an address literal */
export function isBlocked(list: BlockList | undefined, ip: string): boolean {
  return list?.check(ip, ip.includes(':') ? 'ipv6' : 'ipv4') ?? false
}

function checkBlockList(name: string, list: unknown): BlockList | undefined {
  if (!list) return undefined
  if (!(list instanceof BlockList)) throw invalidArgType(`options.${name}`, 'an net.BlockList', list)
  return list
}

// A list has a `join` of its own, and is no options to Node either.
function isOptions(type: unknown): type is object {
  return typeof type === 'object' && type !== null && !Array.isArray(type)
}
