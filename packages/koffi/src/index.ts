import { byteLengthOf, hostBackend, hostPlatform, type NameBuffer, type VectorMemory } from '@sendto/core'
import { LastMemory } from './last.js'
import { type Libc, openLibc } from './libc.js'
import { Watches } from './watches.js'

let c: Libc
let sent: LastMemory
let received: LastMemory
let watches: Watches | undefined

/** System calls through koffi, straight into the C library. */
export default hostBackend('koffi', {
  load() {
    c ??= openLibc()
    sent ??= new LastMemory(c)
    received ??= new LastMemory(c)
  },

  address: (view) => c.address(view),

  socket(domain, type, protocol) {
    const fd = c.socket(domain, type, protocol)
    return given(fd)
  },

  dup(fd) {
    const { F_DUPFD_CLOEXEC } = hostPlatform().constants
    return given(c.fcntl(fd, F_DUPFD_CLOEXEC as number, 0))
  },

  adopt(fd) {
    const { F_SETFD, FD_CLOEXEC } = hostPlatform().constants
    const result = c.fcntl(fd, F_SETFD as number, FD_CLOEXEC as number)
    // As the number that C made of it: Node ends the process over a number that is kept twice.
    if (result === 0) c.environment.opened(fd | 0)
    return checked(result)
  },

  shutdown: (fd, how) => checked(c.shutdown(fd, how)),
  setNonblocking: (fd, on) => checked(c.ioctl(fd, hostPlatform().constants.FIONBIO, new Int32Array([on ? 1 : 0]))),

  queued(fd, request) {
    const { constants, errno } = hostPlatform()
    // Other requests would read or write something else than an int.
    if (request !== constants.SIOCINQ && request !== constants.SIOCOUTQ) return -errno.EINVAL
    const bytes = new Int32Array(1)
    const result = c.ioctl(fd, request, bytes)
    return result < 0 ? checked(result) : (bytes[0] as number)
  },

  close(fd) {
    // Forgotten first: whatever close says, the number is no longer ours.
    c.environment.closed(fd)
    watches?.closeOf(fd)
    return checked(c.close(fd))
  },

  bind: (fd, name) => checked(c.bind(fd, name.address, name.length)),

  connect: (fd, name) => checked(c.connect(fd, name.address, name.length)),
  getsockname: (fd, name) => checked(c.getsockname(fd, name.bytesAddress, name.lengthAddress)),
  getpeername: (fd, name) => checked(c.getpeername(fd, name.bytesAddress, name.lengthAddress)),

  sendto(fd, data, flags, name) {
    const to = name === null ? 0 : name.address
    const length = name === null ? 0 : name.length
    if (sent.is(data, null)) return checked(c.sendtoAt(fd, sent.at as number, sent.size, flags, to, length))
    return sendtoOf(fd, data, flags, to, length)
  },

  recvfrom(fd, data, flags, name) {
    if (!received.is(data, name)) return recvfromInto(fd, data, flags, name)
    const { at, size, bytes, length } = received
    return checked(c.recvfromAt(fd, at as number, size, flags, bytes as number, length as number))
  },

  sendmsg: (fd, message, flags) => checked(c.sendmsg(fd, message.address, flags)),
  recvmsg: (fd, message, flags) => checked(c.recvmsg(fd, message.address, flags)),
  sendmmsg: (fd, vector, from, count, flags) =>
    hasSlots(vector, from, count)
      ? checked(c.sendmmsg(fd, vector.address + from * vector.stride, count, flags))
      : -hostPlatform().errno.EINVAL,
  recvmmsg: (fd, vector, from, count, flags) =>
    hasSlots(vector, from, count)
      ? checked(c.recvmmsg(fd, vector.address + from * vector.stride, count, flags, 0))
      : -hostPlatform().errno.EINVAL,

  poll: (set, count, timeout) =>
    count >= 0 && count <= set.capacity ? checked(c.poll(set.address, count, timeout)) : -hostPlatform().errno.EINVAL,

  watch(fd, events, onReady) {
    const opened = watches ?? Watches.open(c)
    if (typeof opened === 'number') return opened
    watches = opened
    return watches.add(fd, events, onReady)
  },

  if_nametoindex(name) {
    // Of a view C would read beyond its end.
    if (typeof name !== 'string') throw new TypeError('The name must be a string')
    // Some C libraries would cut it, and find another.
    if (Buffer.byteLength(name) >= hostPlatform().constants.IF_NAMESIZE) return -hostPlatform().errno.ENODEV
    const index = c.if_nametoindex(name)
    return index === 0 ? checked(-1) : index
  },

  if_indextoname(index) {
    const name = new Uint8Array(hostPlatform().constants.IF_NAMESIZE)
    if (c.if_indextoname(index, name) === null) return checked(-1)
    return Buffer.from(name.subarray(0, name.indexOf(0))).toString()
  },

  getsockopt(fd, level, option, value) {
    const length = new Uint32Array([byteLengthOf(value)])
    const result = c.getsockopt(fd, level, option, value, length)
    return result < 0 ? checked(result) : (length[0] as number)
  },

  setsockopt: (fd, level, option, value) => checked(c.setsockopt(fd, level, option, value, byteLengthOf(value))),
})

function sendtoOf(fd: number, data: Uint8Array, flags: number, to: number, length: number): number {
  const size = byteLengthOf(data)
  sent.remember(data, size, null)
  return checked(c.sendto(fd, data, size, flags, to, length))
}

function recvfromInto(fd: number, data: Uint8Array, flags: number, name: NameBuffer | null): number {
  const size = byteLengthOf(data)
  received.remember(data, size, name)
  const { bytes, length } = received
  return checked(c.recvfrom(fd, data, size, flags, bytes as number, length as number))
}

/** A number that the kernel has just given out: a watch that still has it was left behind by whoever closed it elsewhere. */
function given(fd: number): number {
  if (fd < 0) return checked(fd)
  watches?.closeOf(fd)
  c.environment.opened(fd)
  return fd
}

// Beyond its slots the kernel would take anything for a header.
function hasSlots({ slots }: VectorMemory, from: number, count: number): boolean {
  return (from | 0) === from && (count | 0) === count && from >= 0 && count >= 0 && from + count <= slots
}

/** A result as the contract has it: what the call returned, or the negated errno. */
function checked(result: number): number {
  return result < 0 ? -c.errno() : result
}
