import { BlockList } from 'node:net'
import type { Backend, BackendName } from 'sendto'
import { invalidArgType, outOfRange } from './errors.js'
import { knows } from './internals.js'
import { poolsMessages } from './pool.js'

/** What a socket is asked for beyond what Node has, or beyond what the running version has. */
export interface Extensions {
  readonly backend: BackendName | Backend | undefined
  readonly join: number
  readonly coalesce: number | undefined
  readonly spin: number | undefined
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
  checkInteger('options.join', join, 1, 128)
  if (typeof pool !== 'boolean') throw invalidArgType('options.pool', 'of type boolean', pool)
  if (typeof recvInfo !== 'boolean') throw invalidArgType('options.recvInfo', 'of type boolean', recvInfo)
  return {
    backend: backend as BackendName | Backend | undefined,
    join,
    coalesce: microseconds('coalesce', options.coalesce),
    spin: microseconds('spin', options.spin),
    pool,
    recvInfo,
    reusePort: !knows.reusePort && Boolean(options.reusePort),
    receiveBlockList: knows.blockLists ? undefined : checkBlockList('receiveBlockList', options.receiveBlockList),
    sendBlockList: knows.blockLists ? undefined : checkBlockList('sendBlockList', options.sendBlockList),
  }
}

// Of the socket, or of the whole program: SENDTO_COALESCE, SENDTO_SPIN.
function microseconds(name: 'coalesce' | 'spin', given: unknown): number | undefined {
  const variable = `SENDTO_${name.toUpperCase()}`
  const text = process.env[variable]
  if (given === undefined && !text) return undefined
  const value = given === undefined ? Number(text) : given
  checkInteger(given === undefined ? variable : `options.${name}`, value, 0, 999_999)
  return value
}

function checkInteger(name: string, value: unknown, least: number, most: number): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value)
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw outOfRange(name, `an integer >= ${least} && <= ${most}`, value)
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
