import { byteLengthOf, hostBackend, type NameBuffer } from '@sendto/core'
import { type Addon, loadAddon } from './addon.js'
import { LastMemory } from './last.js'
import { Registers } from './registers.js'
import { Watches } from './watches.js'

let addon: Addon
let registers: Registers
const sent = new LastMemory()
const received = new LastMemory()
let watches: Watches | undefined

/** System calls through a compiled Node-API addon. */
export default hostBackend('napi', {
  load() {
    // A copy, since V8 keeps the addon's own exports as a hash table.
    addon ??= { ...loadAddon() }
    registers ??= new Registers(addon.registers)
  },

  address: (view) => addon.address(view),

  socket: (domain, type, protocol) => given(addon.socket(domain, type, protocol)),
  dup: (fd) => given(addon.dup(fd)),
  adopt: (fd) => addon.adopt(fd),
  shutdown: (fd, how) => addon.shutdown(fd, how),
  setNonblocking: (fd, on) => addon.setNonblocking(fd, on ? 1 : 0),
  queued: (fd, request) => addon.queued(fd, request),

  close(fd) {
    watches?.closeOf(fd)
    return addon.close(fd)
  },

  bind: (fd, name) => addon.bind(fd, name.bytes),
  connect: (fd, name) => addon.connect(fd, name.bytes),
  getsockname: (fd, name) => addon.getsockname(fd, name.memory),
  getpeername: (fd, name) => addon.getpeername(fd, name.memory),

  sendto(fd, data, flags, name) {
    registers.setCall(fd, flags)
    registers.setName(name)
    if (sent.is(data, null)) addon.sendtoAgain()
    else sendtoOf(data)
    return registers.result
  },

  recvfrom(fd, data, flags, name) {
    registers.setCall(fd, flags)
    if (received.is(data, name)) addon.recvfromAgain()
    else recvfromInto(data, name)
    return registers.result
  },

  sendmsg: (fd, message, flags) => addon.sendmsg(fd, message.memory, flags),
  recvmsg: (fd, message, flags) => addon.recvmsg(fd, message.memory, flags),

  sendmmsg(fd, vector, from, count, flags) {
    registers.setCall(fd, flags)
    registers.setSlots(from, count)
    return addon.sendmmsg(vector.headers)
  },

  recvmmsg(fd, vector, from, count, flags) {
    registers.setCall(fd, flags)
    registers.setSlots(from, count)
    return addon.recvmmsg(vector.headers)
  },

  poll: (set, count, timeout) => addon.poll(set.memory, count, timeout),
  watch(fd, events, onReady) {
    const opened = watches ?? Watches.open(addon)
    if (typeof opened === 'number') return opened
    watches = opened
    return watches.add(fd, events, onReady)
  },

  if_nametoindex: (name) => addon.if_nametoindex(name),
  if_indextoname: (index) => addon.if_indextoname(index),

  getsockopt: (fd, level, option, value) => addon.getsockopt(fd, level, option, value),
  setsockopt: (fd, level, option, value) => addon.setsockopt(fd, level, option, value),
})

function sendtoOf(data: Uint8Array): void {
  const size = byteLengthOf(data)
  sent.forget()
  addon.sendto(data)
  sent.remember(data, size, null)
}

function recvfromInto(data: Uint8Array, name: NameBuffer | null): void {
  const size = byteLengthOf(data)
  received.forget()
  addon.recvfrom(data, name === null ? null : name.memory)
  received.remember(data, size, name)
}

/** A number that the kernel has just given out: a watch that still has it was left behind by whoever closed it elsewhere. */
function given(fd: number): number {
  if (fd >= 0) watches?.closeOf(fd)
  return fd
}
