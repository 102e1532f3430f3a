import type { Syscalls } from '@sendto/core'
import { openSyscalls } from './open.js'

let opened: Syscalls | undefined

/** The backend is picked at the first call. */
function syscalls(): Syscalls {
  opened ??= openSyscalls()
  return opened
}

export const socket: Syscalls['socket'] = (domain, type, protocol) => syscalls().socket(domain, type, protocol)
export const bind: Syscalls['bind'] = (fd, address) => syscalls().bind(fd, address)
export const sendto: Syscalls['sendto'] = (fd, data, flags, to) => syscalls().sendto(fd, data, flags, to)
export const recvfrom: Syscalls['recvfrom'] = (fd, data, flags) => syscalls().recvfrom(fd, data, flags)
export const close: Syscalls['close'] = (fd) => syscalls().close(fd)

export const connect: Syscalls['connect'] = (fd, address) => syscalls().connect(fd, address)
export const getpeername: Syscalls['getpeername'] = (fd) => syscalls().getpeername(fd)
export const shutdown: Syscalls['shutdown'] = (fd, how) => syscalls().shutdown(fd, how)
export const getsockname: Syscalls['getsockname'] = (fd) => syscalls().getsockname(fd)
export const sendmsg: Syscalls['sendmsg'] = (fd, message, flags) => syscalls().sendmsg(fd, message, flags)
export const recvmsg: Syscalls['recvmsg'] = (fd, data, options) => syscalls().recvmsg(fd, data, options)
export const createVector: Syscalls['createVector'] = (size) => syscalls().createVector(size)
export const sendmmsg: Syscalls['sendmmsg'] = (fd, vector, from, count, flags) =>
  syscalls().sendmmsg(fd, vector, from, count, flags)
export const recvmmsg: Syscalls['recvmmsg'] = (fd, vector, flags) => syscalls().recvmmsg(fd, vector, flags)

export const getsockopt: Syscalls['getsockopt'] = (fd, level, option, value) =>
  syscalls().getsockopt(fd, level, option, value)
export const setsockopt: Syscalls['setsockopt'] = (fd, level, option, value) =>
  syscalls().setsockopt(fd, level, option, value)
export const getOption: Syscalls['getOption'] = (fd, name) => syscalls().getOption(fd, name)
export const setOption: Syscalls['setOption'] = (fd, name, value) => syscalls().setOption(fd, name, value)

export const queued: Syscalls['queued'] = (fd, request) => syscalls().queued(fd, request)
export const poll: Syscalls['poll'] = (entries, timeout) => syscalls().poll(entries, timeout)

export const watch: Syscalls['watch'] = (fd, events, onReady) => syscalls().watch(fd, events, onReady)

export const dup: Syscalls['dup'] = (fd) => syscalls().dup(fd)
export const adopt: Syscalls['adopt'] = (fd) => syscalls().adopt(fd)
export const listenFds: Syscalls['listenFds'] = (options) => syscalls().listenFds(options)
export const setNonblocking: Syscalls['setNonblocking'] = (fd, on) => syscalls().setNonblocking(fd, on)

export const if_nametoindex: Syscalls['if_nametoindex'] = (name) => syscalls().if_nametoindex(name)
export const if_indextoname: Syscalls['if_indextoname'] = (index) => syscalls().if_indextoname(index)
