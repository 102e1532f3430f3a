import {
  type Address,
  AF_INET,
  type BackendName,
  IPPROTO_UDP,
  openSyscalls,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOL_SOCKET,
  UDP_GRO,
} from 'sendto'

/** node batch-contender.js BACKEND MODE ROUNDS: nanoseconds of CPU time per datagram, as native/batch.c measures them. */
const [backend, mode, count] = process.argv.slice(2)
const rounds = Number(count)
// Many sockets, since the buffer of one holds few datagrams, and to look at the clock costs as much as several.
const sockets = 8
const slots = 64
const perSocket = 8
const segment = 1200
const segments = 50

const sys = openSyscalls({ backend: backend as BackendName })
const sender = sys.socket(AF_INET, SOCK_DGRAM)
const receivers = Array.from({ length: sockets }, () => {
  const fd = sys.socket(AF_INET, SOCK_DGRAM)
  sys.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 2 ** 20)
  sys.bind(fd, { address: '127.0.0.1', port: 0 })
  return { fd, to: sys.getsockname(fd) }
})

const work = mode === 'offload' ? offload() : mode === 'sendto' || mode === 'recvfrom' ? eachCall() : batches()
// Before the first that counts, for the compiler to be done; a trial has no time for that.
const warmth = rounds < 10 ? rounds : 100
let spent = 0
for (let round = -warmth; round < rounds; round++) {
  const start = process.cpuUsage()
  work.send()
  const middle = process.cpuUsage()
  work.receive()
  const { user, system } =
    mode === 'receive' || mode === 'recvfrom' ? process.cpuUsage(middle) : difference(start, middle)
  if (round >= 0) spent += (user + system) * 1e3
}
console.log(spent / rounds / sockets / perSocket / (mode === 'offload' ? segments : slots))

function batches() {
  const into = sys.createVector({ slots, slotSize: 2048 })
  const out = receivers.map(({ to }) => {
    const vector = sys.createVector({ slots, slotSize: 2048 })
    for (let slot = 0; slot < slots; slot++) vector.set(slot, 64, to)
    return vector
  })
  return {
    send() {
      for (const vector of out) for (let i = 0; i < perSocket; i++) expect(sys.sendmmsg(sender, vector), slots)
    },
    receive() {
      for (const { fd } of receivers) for (let i = 0; i < perSocket; i++) expect(sys.recvmmsg(fd, into), slots)
    },
  }
}

/** The calls of one datagram: the one that is measured, and a batch for the other way. */
function eachCall() {
  const { send, receive } = batches()
  const data = new Uint8Array(64)
  const into = new Uint8Array(2048)
  const each = perSocket * slots
  return {
    send() {
      if (mode !== 'sendto') send()
      else for (const { to } of receivers) for (let i = 0; i < each; i++) expect(sys.sendto(sender, data, 0, to), 64)
    },
    receive() {
      if (mode !== 'recvfrom') receive()
      else for (const { fd } of receivers) for (let i = 0; i < each; i++) expect(sys.recvfrom(fd, into, 0).size, 64)
    },
  }
}

/** Sends and receives in turn: the buffer of a socket holds only a few messages of this size. */
function offload() {
  const [{ fd, to }] = receivers as [{ fd: number; to: Address }]
  const out = sys.createVector({ slots: 1, slotSize: 65535, controlSize: 24 })
  const into = sys.createVector({ slots: 1, slotSize: 65535, controlSize: 64 })
  sys.setsockopt(fd, IPPROTO_UDP, UDP_GRO as number, 1)
  out.payload.fill(1)
  out.set(0, segment * segments, to, [{ kind: 'segmentSize', segmentSize: segment }])
  return {
    send() {
      for (let i = 0; i < sockets * perSocket; i++) {
        expect(sys.sendmmsg(sender, out), 1)
        expect(sys.recvmmsg(fd, into), 1)
        expect(into.datagrams.count, segments)
      }
    },
    receive() {},
  }
}

function difference(start: NodeJS.CpuUsage, end: NodeJS.CpuUsage): NodeJS.CpuUsage {
  return { user: end.user - start.user, system: end.system - start.system }
}

function expect(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${actual} instead of ${expected}`)
}
