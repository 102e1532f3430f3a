import { type Backend, createSyscalls, encodeAddress, NameBuffer, type Watch } from '@sendto/core'
import type { Scenario } from './room.js'
import { boundSocket, nonblockingSocket } from './udp.js'

const calls = [
  'socket',
  'bind',
  'connect',
  'getsockname',
  'getpeername',
  'sendto',
  'recvfrom',
  'sendmsg',
  'recvmsg',
  'sendmmsg',
  'recvmmsg',
  'getsockopt',
  'setsockopt',
  'shutdown',
  'setNonblocking',
  'queued',
  'poll',
  'dup',
  'adopt',
  'if_nametoindex',
  'if_indextoname',
  'close',
  'watch',
  'address',
] as const

/**
 * Hands the backend itself what core would never let through. None of the values is the number of an open descriptor, nor becomes one but 0, which the
 * process can spare.
 */
export const garbage: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const { backend } = sys
  const { AF_INET, SOCK_DGRAM, SOL_SOCKET, SO_BROADCAST, SHUT_RDWR, SIOCINQ } = backend.platform.constants
  const { fd, address } = boundSocket(sys, 1)
  const { fd: watched } = nonblockingSocket(sys)
  const data = new Uint8Array(8)
  const name = encodeAddress(backend, address)
  const buffer = new NameBuffer(backend)
  buffer.reset()
  const { message, vector, set } = memoryOf(backend)
  const sane: Record<(typeof calls)[number], unknown[]> = {
    socket: [AF_INET, SOCK_DGRAM, 0],
    bind: [fd, name],
    connect: [fd, name],
    getsockname: [fd, buffer],
    getpeername: [fd, buffer],
    sendto: [fd, data, 0, name],
    recvfrom: [fd, data, 0, buffer],
    sendmsg: [fd, message, 0],
    recvmsg: [fd, message, 0],
    sendmmsg: [fd, vector, 0, 2, 0],
    recvmmsg: [fd, vector, 0, 2, 0],
    getsockopt: [fd, SOL_SOCKET, SO_BROADCAST, data],
    setsockopt: [fd, SOL_SOCKET, SO_BROADCAST, data],
    shutdown: [fd, SHUT_RDWR],
    setNonblocking: [fd, true],
    queued: [fd, SIOCINQ],
    poll: [set, 1, 0],
    dup: [fd],
    adopt: [fd],
    if_nametoindex: ['lo'],
    if_indextoname: [1],
    close: [-1],
    watch: [watched, 1, () => {}],
    address: [data],
  }
  for (const call of calls) {
    attempt(backend, call, [])
    attempt(backend, call, new Array(50).fill(fd))
    for (const [index] of sane[call].entries()) {
      for (const value of values()) attempt(backend, call, sane[call].with(index, value))
      attempt(backend, call, sane[call].slice(0, index))
    }
    for (const value of values()) attempt(backend, call, new Array(5).fill(value))
  }
  room.report('alive')
}

/** A message, a vector and a set of descriptors as core hands them to a backend. */
function memoryOf(backend: Backend): { message: unknown; vector: unknown; set: unknown } {
  const given: { message?: unknown; vector?: unknown; set?: unknown } = {}
  const watching: Backend = Object.create(backend, {
    capabilities: { value: { ...backend.capabilities, batches: true } },
    recvmsg: {
      value(_: number, message: unknown) {
        given.message = message
        return 0
      },
    },
    recvmmsg: {
      value(_: number, vector: unknown) {
        given.vector = vector
        return 0
      },
    },
    poll: {
      value(set: unknown) {
        given.set = set
        return 0
      },
    },
  })
  const sys = createSyscalls(watching)
  sys.recvmsg(-1, new Uint8Array(8))
  sys.recvmmsg(-1, sys.createVector({ slots: 2, slotSize: 8, controlSize: 8 }))
  // Never open, and therefore ready at once, whatever becomes of the time-out.
  sys.poll([{ fd: 2 ** 31 - 1, events: 0 }], 0)
  return { message: given.message, vector: given.vector, set: given.set }
}

function attempt(backend: Backend, call: (typeof calls)[number], input: unknown[]): void {
  try {
    const result: unknown = Reflect.apply(backend[call] as (...input: unknown[]) => unknown, backend, input)
    if (call === 'watch' && typeof result === 'object') end(result as Watch)
    if ((call === 'socket' || call === 'dup') && typeof result === 'number' && result > 2) backend.close(result)
  } catch {
    // To throw is a fine answer.
  }
}

/** A watch is handed garbage too, before it ends. */
function end(watch: Watch): void {
  for (const value of values()) {
    try {
      watch.change(value as number)
    } catch {
      // The same.
    }
  }
  watch.close()
}

function values(): unknown[] {
  const detached = new Uint8Array(new ArrayBuffer(64))
  structuredClone(null, { transfer: [detached.buffer] })
  const hostile = {
    valueOf() {
      throw new Error('valueOf')
    },
  }
  return [
    undefined,
    null,
    '',
    'text',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    -(2 ** 31),
    2 ** 31 - 1,
    2 ** 40,
    1e300,
    0.5,
    1n << 80n,
    Symbol('garbage'),
    () => 0,
    {},
    [],
    hostile,
    new Proxy({}, {}),
    new Proxy(new Uint8Array(8), {}),
    Object.create(Uint8Array.prototype),
    new ArrayBuffer(8),
    new DataView(new ArrayBuffer(8)),
    new Float64Array(8),
    new Uint16Array(8),
    new BigInt64Array(8),
    new Uint8Array(0),
    new Uint8Array(1),
    new Uint8Array(new ArrayBuffer(64), 3, 7),
    detached,
    { memory: detached, bytes: detached, words: detached, address: 0n, length: 128 },
    { memory: 'text', bytes: null, words: 1, address: 'text', length: -1 },
    { memory: new Uint8Array(2), bytes: new Uint8Array(0), words: new Uint32Array(0), address: 0n, length: 2 ** 31 },
  ]
}
