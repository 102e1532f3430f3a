import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type Address, type Backend, bpf, createSyscalls, type Syscalls } from '@sendto/core'
import { expect, it } from 'vitest'
import { openSocket } from '../../src/open.js'
import { type Group, type GroupInit, openGroup } from '../../src/shards/group.js'
import { shardOf, steeringProgram } from '../../src/shards/steering.js'
import { describeEach } from '../backends.js'
import { openSockets } from './counting.js'

const loopback = { address: '127.0.0.1', port: 0 }
const size = 4

/** A group, and a socket that sends to it. */
class Bench implements Disposable {
  readonly sys: Syscalls
  readonly group: Group
  readonly #sender: number

  constructor(backend: Backend, init: Partial<GroupInit> = {}) {
    this.sys = createSyscalls(backend)
    this.group = openGroup(this.sys, {
      address: loopback,
      size,
      program: null,
      join: false,
      filters: {},
      open: () => openSocket(this.sys, 'IPv4', {}),
      ...init,
    })
    this.#sender = openSocket(this.sys, 'IPv4', {})
  }

  send(...bytes: number[]): void {
    this.sys.sendto(this.#sender, Uint8Array.from(bytes), 0, this.group.address)
  }

  /** Sends datagrams of one size, joined. */
  sendJoined(...datagrams: number[][]): void {
    const control = [{ kind: 'segmentSize', segmentSize: datagrams[0]?.length ?? 0 } as const]
    this.sys.sendmsg(this.#sender, { data: Uint8Array.from(datagrams.flat()), to: this.group.address, control })
  }

  /** What waits in a member's queue, taken away. */
  taken(fd: number): number[][] {
    const all: number[][] = []
    const data = new Uint8Array(100)
    while (this.sys.poll([{ fd, events: this.sys.backend.platform.constants.POLLIN }], 0).length > 0) {
      all.push([...data.subarray(0, this.sys.recvfrom(fd, data).size)])
    }
    return all
  }

  /** What waits, by the place of the member. */
  all(): number[][][] {
    return this.group.descriptors.map((fd) => this.taken(fd))
  }

  [Symbol.dispose](): void {
    this.group.close()
    this.sys.close(this.#sender)
  }
}

describeEach('a group of sockets', (backend) => {
  const byFirstByte = () => steeringProgram('steer', { offset: 0, length: 1 }, size)

  it('gives each datagram to one member, and those of one sender to the same', () => {
    using bench = new Bench(backend)
    for (let i = 0; i < 20; i++) bench.send(i)
    const got = bench.all().filter((each) => each.length > 0)
    expect(got).toEqual([Array.from({ length: 20 }, (_, i) => [i])])
  })

  it('is steered by a byte of the payload', () => {
    using bench = new Bench(backend, { program: byFirstByte() })
    for (let i = 0; i < 8; i++) bench.send(i)
    expect(bench.all()).toEqual([
      [[0], [4]],
      [[1], [5]],
      [[2], [6]],
      [[3], [7]],
    ])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 20])('is steered by %i bytes of the payload as shardOf says', (length) => {
    const offset = 3
    using bench = new Bench(backend, { program: steeringProgram('steer', { offset, length }, size) })
    const ids = Array.from({ length: 32 }, (_, i) => Array.from({ length }, (_, at) => (i * 73 + at * 151 + 7) % 256))
    for (const id of ids) bench.send(255, 255, 255, ...id, 255)
    const got = bench.all().map((each) => each.map((datagram) => datagram.slice(offset, offset + length)))
    expect(got).toEqual(
      Array.from({ length: size }, (_, i) => ids.filter((id) => shardOf(Uint8Array.from(id), size) === i)),
    )
  })

  it('gives a datagram without those bytes to whom the hash says', () => {
    using bench = new Bench(backend, { program: steeringProgram('steer', { offset: 0, length: 2 }, size) })
    bench.send(3)
    bench.send()
    expect(bench.all().filter((each) => each.length > 0)).toEqual([[[3], []]])
  })

  it('is steered by a program of its own', () => {
    const program = bpf.assemble([bpf.ldlen(), bpf.ret('a')])
    using bench = new Bench(backend, { program: steeringProgram('steer', { program }, size) })
    bench.send(9, 9)
    bench.send(9, 9, 9)
    expect(bench.all()).toEqual([[], [], [[9, 9]], [[9, 9, 9]]])
  })

  it('keeps the places of its members and what is queued when duplicates are closed', () => {
    using bench = new Bench(backend, { program: byFirstByte() })
    for (let round = 0; round < 3; round++) {
      const [, second = -1] = bench.group.descriptors
      const copy = bench.sys.dup(second)
      bench.send(1, round)
      bench.sys.close(copy)
      for (const i of [0, 2, 3]) bench.send(i, round)
      expect(bench.all()).toEqual([[[0, round]], [[1, round]], [[2, round]], [[3, round]]])
    }
  })

  it('would not keep them if a member were closed', () => {
    using bench = new Bench(backend, { program: byFirstByte() })
    const [first = -1, , , last = -1] = bench.group.descriptors
    const copy = bench.sys.dup(last)
    bench.sys.close(first)
    bench.send(0)
    expect(bench.taken(copy)).toEqual([[0]])
    bench.sys.close(copy)
    // The number that the group closes again.
    expect(openSocket(bench.sys, 'IPv4', {})).toBe(first)
  })

  it("is nobody else's", () => {
    using bench = new Bench(backend)
    const { address } = bench.group
    const before = openSockets()
    expect(() => new Bench(backend, { address })).toThrow('EADDRINUSE')
    expect(openSockets()).toEqual(before)
  })

  it('joins another where it may', () => {
    using bench = new Bench(backend, { size: 1 })
    using other = new Bench(backend, { address: bench.group.address, join: true, size: 1 })
    expect(other.group.address).toEqual(bench.group.address)
  })

  it('is never given a port that another group has', ({ skip }) => {
    using bench = new Bench(backend)
    if (!hasPortRange(bench.sys)) skip('this kernel has no IP_LOCAL_PORT_RANGE, which came with Linux 6.3')
    const { port = 0 } = bench.group.address
    const open = (sys: Syscalls) => {
      const fd = openSocket(sys, 'IPv4', {})
      sys.setOption(fd, 'IP_LOCAL_PORT_RANGE', { low: port, high: port })
      return fd
    }
    const sys = createSyscalls(backend)
    const alone = open(sys)
    sys.setOption(alone, 'SO_REUSEPORT', true)
    sys.bind(alone, loopback)
    // What the kernel does unless it is kept from it.
    expect(sys.getsockname(alone)).toMatchObject({ port })
    sys.close(alone)
    for (const join of [false, true]) {
      expect(() =>
        openGroup(sys, { address: loopback, size, program: null, join, filters: {}, open: () => open(sys) }),
      ).toThrow('EADDRINUSE')
    }
  })

  it('receives nothing before it is complete, and what its own filters let through after that', () => {
    const sys = createSyscalls(backend)
    const sender = openSocket(sys, 'IPv4', {})
    const opened: number[] = []
    const filters = {
      SO_ATTACH_FILTER: bpf.assemble([bpf.ldb(8), bpf.jeq(7, 'keep'), bpf.ret(0), bpf.label('keep'), bpf.ret(-1)]),
    }
    using bench = new Bench(backend, {
      filters,
      open() {
        const [first] = opened
        if (first !== undefined) sys.sendto(sender, Uint8Array.of(7), 0, sys.getsockname(first))
        opened.push(openSocket(sys, 'IPv4', {}))
        return opened.at(-1) as number
      },
    })
    bench.send(6)
    bench.send(7, 7)
    expect(bench.all().flat()).toEqual([[7, 7]])
    sys.close(sender)
  })

  it('leaves nothing open where a step fails', () => {
    const before = openSockets()
    let left = 3
    const sys = createSyscalls(backend)
    const open = () => {
      if (left-- === 0) throw new Error('no more')
      return openSocket(sys, 'IPv4', {})
    }
    expect(() => openGroup(sys, { address: loopback, size, program: null, join: false, filters: {}, open })).toThrow(
      'no more',
    )
    expect(openSockets()).toEqual(before)
  })

  const processors = reasonAgainstProcessors()
  it.skipIf(processors !== null)(`is steered by processor: loopback receives where it sends${processors ?? ''}`, () => {
    using bench = new Bench(backend, { size: 2, program: steeringProgram('steer', 'cpu', 2) })
    for (const cpu of [0, 1, 1]) sendFrom(cpu, bench.group.address)
    expect(bench.all().map((each) => each.length)).toEqual([1, 2])
  })

  it('steers joined datagrams by the first of them, all together', () => {
    for (const receiveOffload of [false, true]) {
      using bench = new Bench(backend, {
        program: byFirstByte(),
        open: () => openSocket(createSyscalls(backend), 'IPv4', { receiveOffload }),
      })
      bench.sendJoined([2, 0], [3, 0], [0, 0])
      const got = bench.all().map((each) => each.flat())
      expect(got).toEqual([[], [], [2, 0, 3, 0, 0, 0], []])
    }
  })
})

/** Sends one datagram on a processor. */
function sendFrom(cpu: number, { port = 0 }: Address): void {
  const program = `
    const socket = require('node:dgram').createSocket('udp4')
    socket.send('0', ${port}, '127.0.0.1', () => socket.close())`
  execFileSync('taskset', ['-c', String(cpu), process.execPath, '-e', program])
}

function reasonAgainstProcessors(): string | null {
  try {
    execFileSync('taskset', ['-c', '0,1', 'true'])
    return availableParallelism() < 2 ? ', but there is one processor' : null
  } catch (error) {
    return `, but ${error}`
  }
}

function hasPortRange(sys: Syscalls): boolean {
  const fd = openSocket(sys, 'IPv4', {})
  try {
    sys.setOption(fd, 'IP_LOCAL_PORT_RANGE', { low: 0, high: 0 })
    return true
  } catch {
    return false
  } finally {
    sys.close(fd)
  }
}
