import assert from 'node:assert/strict'
import { type Backend, bpf, type Syscalls } from '@sendto/core'
import { type Case, eachFamily } from '../../case.js'
import type { CaseContext } from '../../context.js'
import { bytes, fails, text, thrown } from '../../expect.js'
import { type Family, loopback } from '../../inet.js'

const { assemble, label, ld, ldb, ldlen, and, mod, sub, jeq, jgt, ret } = bpf

/** Where a UDP socket's filter finds the payload: behind the UDP header. */
const payload = 8

/** Sockets of one group, in the order in which they were bound. */
function group({ sys, open }: CaseContext, family: Family, size: number) {
  const fds = Array.from({ length: size }, () => open(family))
  for (const fd of fds) sys.setOption(fd, 'SO_REUSEPORT', true)
  const [first = -1, ...others] = fds
  sys.bind(first, { address: loopback[family], port: 0 })
  const address = sys.getsockname(first)
  for (const fd of others) sys.bind(fd, address)
  return { fds, address }
}

/** Which of the descriptors has something to read, once one has. */
function readable(sys: Syscalls, fds: readonly number[], patience: number): number[] {
  const { POLLIN } = sys.backend.platform.constants
  const ready = sys.poll(
    fds.map((fd) => ({ fd, events: POLLIN })),
    patience,
  )
  return ready.map(({ fd }) => fd)
}

/** Every code with the constants at which verdicts change; and memory that is stored on every way, on one of two, and on none. */
function* programs(): Generator<bpf.Program> {
  const pass = ret(-1)
  const constants = [0, 1, 15, 16, 31, 32, 0xfffff000, 0xfffff001, 0xfffff024, 0xfffff03c, 0xfffff040, 0xffffffff]
  for (let code = 0; code < 0x120; code++) {
    for (const k of constants) yield [{ code, jt: 0, jf: 0, k }, pass]
    yield [{ code, jt: 1, jf: 0, k: 1 }, pass, pass]
    yield [{ code, jt: 0, jf: 2, k: 1 }, pass, pass]
  }
  const [store, load] = [0x02, 0x60].map((code) => ({ code, jt: 0, jf: 0, k: 3 })) as [bpf.Instruction, bpf.Instruction]
  const [either, over] = [0x15, 0x05].map((code) => ({ code, jt: 0, jf: 1, k: 1 })) as [
    bpf.Instruction,
    bpf.Instruction,
  ]
  yield [store, load, pass]
  yield [load, store, pass]
  yield [either, store, load, pass]
  yield [store, either, pass, load, pass]
  yield [either, over, store, store, load, pass]
  yield [over, store, load, pass]
  yield [store, over, pass, load, pass]
  yield [load]
  yield []
}

/** `struct sock_fprog`, with its instructions behind it. */
function encode(backend: Backend, program: bpf.Program): Uint8Array {
  const { platform } = backend
  const bytes = new Uint8Array(new ArrayBuffer(16 + 8 * program.length))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, program.length, platform.littleEndian)
  view.setBigUint64(8, (backend.address?.(bytes) ?? 0n) + 16n, platform.littleEndian)
  for (const [index, { code, jt, jf, k }] of program.entries()) {
    view.setUint16(16 + index * 8, code, platform.littleEndian)
    view.setUint8(18 + index * 8, jt)
    view.setUint8(19 + index * 8, jf)
    view.setUint32(20 + index * 8, k, platform.littleEndian)
  }
  return bytes.subarray(0, 16)
}

/** Classic BPF: programs that drop, cut and steer datagrams. */
export const filterCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'setOption/filter-drops',
    title: 'setOption of SO_ATTACH_FILTER drops the datagrams that the program says, until SO_DETACH_FILTER',
    requires: ['packetFilters'],
    run({ sys, bound, receive }) {
      const { fd, address } = bound(family)
      const sender = bound(family)
      const send = (each: string) => sys.sendto(sender.fd, bytes(each), 0, address)
      const keepK = assemble([ldb(payload), jeq(0x6b, 'keep'), ret(0), label('keep'), ret(-1)])
      sys.setOption(fd, 'SO_ATTACH_FILTER', keepK)
      for (const each of ['drop', 'keep', 'also dropped', 'kept']) send(each)
      assert.equal(text(receive(fd).data), 'keep')
      assert.equal(text(receive(fd).data), 'kept')
      sys.setOption(fd, 'SO_DETACH_FILTER', null)
      send('no longer dropped')
      assert.equal(text(receive(fd).data), 'no longer dropped')
      fails('ENOENT', 'setsockopt', () => sys.setOption(fd, 'SO_DETACH_FILTER', null))
    },
  })),
  {
    id: 'setOption/filter-cuts',
    title:
      'setOption of SO_ATTACH_FILTER cuts a datagram to as many bytes as the program returns, the UDP header counted',
    requires: ['packetFilters'],
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const sender = bound()
      sys.setOption(fd, 'SO_ATTACH_FILTER', assemble([ldlen(), sub(3), ret('a')]))
      sys.sendto(sender.fd, bytes('datagram'), 0, address)
      assert.equal(text(receive(fd).data), 'datag')
      sys.setOption(
        fd,
        'SO_ATTACH_FILTER',
        assemble([ldlen(), jgt(payload + 8, 'long'), ret(payload + 2), label('long'), ret(payload + 4)]),
      )
      for (const [sent, received] of [
        ['datagram', 'da'],
        ['datagrams', 'data'],
      ] as const) {
        sys.sendto(sender.fd, bytes(sent), 0, address)
        assert.equal(text(receive(fd).data), received)
      }
    },
  },
  {
    id: 'setOption/filter-lock',
    title: 'setOption of SO_LOCK_FILTER makes a filter stay: changing it fails with EPERM',
    requires: ['packetFilters'],
    constants: ['SO_LOCK_FILTER'],
    run({ sys, open }) {
      const fd = open()
      const program = assemble([ret(-1)])
      sys.setOption(fd, 'SO_ATTACH_FILTER', program)
      sys.setOption(fd, 'SO_LOCK_FILTER', true)
      assert.equal(sys.getOption(fd, 'SO_LOCK_FILTER'), true)
      fails('EPERM', 'setsockopt', () => sys.setOption(fd, 'SO_ATTACH_FILTER', program))
      fails('EPERM', 'setsockopt', () => sys.setOption(fd, 'SO_DETACH_FILTER', null))
      fails('EPERM', 'setsockopt', () => sys.setOption(fd, 'SO_LOCK_FILTER', false))
    },
  },
  {
    id: 'setOption/filter-longest',
    title: 'setOption of SO_ATTACH_FILTER takes a program of 4096 instructions, and runs it to its end',
    requires: ['packetFilters'],
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const steps = Array.from({ length: 4094 }, () => bpf.add(1))
      // 4094 = 0xffe: only a program that was run as a whole keeps the datagram.
      sys.setOption(fd, 'SO_ATTACH_FILTER', assemble([...steps, sub(4094 - payload - 2), ret('a')]))
      sys.sendto(fd, bytes('long'), 0, address)
      assert.equal(text(receive(fd).data), 'lo')
    },
  },
  {
    id: 'setOption/filter-verdict',
    title: 'setOption of SO_ATTACH_FILTER refuses the programs that the kernel refuses, and no others',
    requires: ['packetFilters'],
    platforms: ['linux'],
    run({ sys, open, backend, constants }) {
      const fd = open()
      for (const program of programs()) {
        const bytes = encode(backend, program)
        const kernel = thrown(() => sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_ATTACH_FILTER ?? 0, bytes))
        const verdict = thrown(() => sys.setOption(fd, 'SO_ATTACH_FILTER', program))
        const refused = verdict === undefined ? undefined : (verdict as { code?: unknown }).code
        assert.notEqual(refused, 'EINVAL')
        assert.equal(
          refused !== undefined,
          kernel !== undefined,
          `${JSON.stringify(program)}: ${verdict} and ${kernel}`,
        )
      }
    },
  },
  ...eachFamily((family) => ({
    id: 'setOption/steer-by-payload',
    title: 'setOption of SO_ATTACH_REUSEPORT_CBPF steers each datagram to the member that a byte of its payload names',
    requires: ['packetFilters'],
    constants: ['SO_ATTACH_REUSEPORT_CBPF'],
    run(context) {
      const { sys, bound, receive } = context
      const { fds, address } = group(context, family, 4)
      const sender = bound(family)
      sys.setOption(fds[0] as number, 'SO_ATTACH_REUSEPORT_CBPF', assemble([ldb(1), and(0x0f), mod(4), ret('a')]))
      for (const byte of [3, 0, 2, 1, 1, 7, 0x42]) {
        sys.sendto(sender.fd, Uint8Array.of(0xff, byte), 0, address)
        const { data } = receive(fds[(byte & 0x0f) % 4] as number)
        assert.deepEqual([...data], [0xff, byte])
      }
    },
  })),
  {
    id: 'setOption/steer-by-processor',
    title:
      'setOption of SO_ATTACH_REUSEPORT_CBPF takes programs that steer by processor and by hash, and none of them loses a datagram',
    requires: ['packetFilters'],
    constants: ['SO_ATTACH_REUSEPORT_CBPF'],
    run(context) {
      const { sys, bound, receive, patience } = context
      const { fds, address } = group(context, 'IPv4', 2)
      const sender = bound()
      for (const source of ['cpu', 'rxhash'] as const) {
        sys.setOption(fds[1] as number, 'SO_ATTACH_REUSEPORT_CBPF', assemble([ld(source), mod(2), ret('a')]))
        for (let sent = 0; sent < 20; sent++) {
          sys.sendto(sender.fd, Uint8Array.of(sent), 0, address)
          const [fd = -1, ...others] = readable(sys, fds, patience)
          assert.deepEqual(others, [])
          assert.deepEqual([...receive(fd).data], [sent])
        }
      }
    },
  },
  {
    id: 'setOption/steer-after-close',
    title:
      'setOption of SO_ATTACH_REUSEPORT_CBPF outlives the member that it was made on, whose place the last one takes; a newcomer comes last',
    requires: ['packetFilters'],
    constants: ['SO_ATTACH_REUSEPORT_CBPF'],
    platforms: ['linux'],
    run(context) {
      const { sys, open, bound, receive } = context
      const { fds, address } = group(context, 'IPv4', 3)
      const [first = -1, second = -1, third = -1] = fds
      const sender = bound()
      const arrives = (place: number, fd: number) => {
        sys.sendto(sender.fd, Uint8Array.of(place), 0, address)
        assert.deepEqual([...receive(fd).data], [place])
      }
      sys.setOption(first, 'SO_ATTACH_REUSEPORT_CBPF', assemble([ldb(0), ret('a')]))
      arrives(0, first)
      arrives(2, third)
      sys.close(first)
      arrives(0, third)
      arrives(1, second)
      const restarted = open()
      sys.setOption(restarted, 'SO_REUSEPORT', true)
      sys.bind(restarted, address)
      arrives(2, restarted)
      arrives(0, third)
    },
  },
  {
    id: 'setOption/steer-detach',
    title: 'setOption of SO_DETACH_REUSEPORT_BPF takes the program of a group away, and then fails with ENOENT',
    requires: ['packetFilters'],
    constants: ['SO_ATTACH_REUSEPORT_CBPF', 'SO_DETACH_REUSEPORT_BPF'],
    run(context) {
      const { sys } = context
      const [fd = -1] = group(context, 'IPv4', 2).fds
      sys.setOption(fd, 'SO_ATTACH_REUSEPORT_CBPF', assemble([ret(0)]))
      sys.setOption(fd, 'SO_DETACH_REUSEPORT_BPF', null)
      fails('ENOENT', 'setsockopt', () => sys.setOption(fd, 'SO_DETACH_REUSEPORT_BPF', null))
    },
  },
]
