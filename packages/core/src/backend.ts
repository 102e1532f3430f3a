import type { Capabilities } from './capabilities.js'
import type { Message } from './messages/message.js'
import type { VectorMemory } from './messages/vector-memory.js'
import type { Name } from './name.js'
import type { NameBuffer } from './name-buffer.js'
import type { Platform } from './platform/platform.js'
import type { PollSet } from './poll-set.js'
import type { Watch } from './watch.js'

/**
 * A backend is a table of system calls. It makes the one call, and decides nothing.
 *
 * **Results.** Every call is synchronous and returns a non-negative number, or the negated error number of `platform.errno`. It throws for nothing that
 * the operating system says: EAGAIN and EINTR are values. It does not retry. On a blocking descriptor it blocks its thread, as the caller asked.
 *
 * **What has been checked.** `Syscalls` stands above and has seen to it that integers are 32-bit integers, that views are attached `Uint8Array`s (over an
 * ArrayBuffer or a SharedArrayBuffer, of any realm), that flags which need a capability come only where it is declared. Descriptors, families, options and
 * flags are otherwise whatever the caller said, and the kernel judges them. A backend need not check again, except for what would break memory: it takes
 * lengths from the view itself (`byteLengthOf`), never from a property that a program could have overridden.
 *
 * **Bytes.** Core owns their meaning: addresses and option values are laid out and read by core, from the platform's tables; to a backend they are bytes.
 *
 * **Memory.** Whoever allocated it owns it. A view (`data`, `name`, `value`) is lent until the call returns: a backend keeps no reference to it and
 * touches it at no other time, on no other thread. An output view is written only within its bounds, and only as far as the result says. Memory that a
 * backend may want by its address (`Name`, `NameBuffer`, and later the headers of messages) is allocated by core, once; core asks `address` for it at that time
 * and keeps both the memory and the number, so that the memory outlives every use of the number.
 *
 * **Objects, not positions.** Whatever is more than a number or a view crosses the line as one object of core's (`Name`, `NameBuffer`); a later need grows that object,
 * or adds a call to this table, and changes no existing member. A call added later whose absence can be lived without is optional or has a capability.
 *
 * **Descriptors** are 32-bit integers, and whatever platform handle they stand for is the backend's affair. A descriptor belongs to the environment (the
 * main thread or a worker) that opened it, and is to be closed there, through the same backend; when that environment ends, the backend closes those that
 * are still open.
 *
 * A backend does nothing when its module is imported: `load` is where it opens what it stands on, and comes before every call.
 */
export interface Backend {
  /** Its short name, as in SENDTO_BACKEND: `napi`. */
  readonly name: string
  /** The operating system that its calls reach. */
  readonly platform: Platform
  readonly capabilities: Capabilities

  /**
   * Opens what the backend stands on (an addon, the C library), or throws an Error that says why it cannot. `createSyscalls` calls it, and no other call
   * may come before it. It has no effect the second time.
   */
  load(): void

  /**
   * Where a view's first byte lies in the process. Only for backends that hand memory to native code; asked once for memory that does not move.
   */
  address?(view: Uint8Array): bigint

  /**
   * socket(2). Core adds SOCK_CLOEXEC to the type where the platform has it; elsewhere the backend sees to it that a child process does not inherit the descriptor.
   * @returns the descriptor
   */
  socket(domain: number, type: number, protocol: number): number

  /**
   * bind(2).
   * @returns 0
   */
  bind(fd: number, name: Name): number

  /**
   * connect(2): from now on the socket sends to this peer and hears of no other. A name of the family AF_UNSPEC dissolves that.
   * @returns 0
   */
  connect(fd: number, name: Name): number

  /**
   * getsockname(2): stores the descriptor's own address.
   * @returns 0
   */
  getsockname(fd: number, name: NameBuffer): number

  /**
   * getpeername(2): stores the address of the peer that the socket is connected to.
   * @returns 0
   */
  getpeername(fd: number, name: NameBuffer): number

  /**
   * sendto(2): one datagram, which leaves whole or not at all.
   * @param name the destination, or null for the peer of a connected socket
   * @returns the number of bytes, `data.byteLength`
   */
  sendto(fd: number, data: Uint8Array, flags: number, name: Name | null): number

  /**
   * recvfrom(2): one datagram, as much of it as fits.
   * @param flags has MSG_TRUNC set on every platform with the capability `truncatedLength`
   * @param name takes the sender's address, its length 0 where there is none; null if nobody asks
   * @returns the length of the datagram. Above `data.byteLength`, it says that the rest was cut off, and is exact if `truncatedLength` is declared
   */
  recvfrom(fd: number, data: Uint8Array, flags: number, name: NameBuffer | null): number

  /**
   * sendmsg(2): one datagram, gathered from the message's views.
   * @param message with its data, name and control set
   * @returns the number of bytes
   */
  sendmsg(fd: number, message: Message, flags: number): number

  /**
   * recvmsg(2): one datagram, scattered over the message's views. Stores name, control data, their lengths and the flags in the message.
   * @param flags has MSG_CMSG_CLOEXEC set on every platform that has it
   * @returns the number of bytes stored, or with MSG_TRUNC on a platform with the capability `truncatedLength` the length of the datagram
   */
  recvmsg(fd: number, message: Message, flags: number): number

  /**
   * sendmmsg(2): the messages `from` to `from + count - 1` of the vector, in this order. Only called with the capability `batches`.
   * @returns how many left; an error only if the very first did not
   */
  sendmmsg(fd: number, vector: VectorMemory, from: number, count: number, flags: number): number

  /**
   * recvmmsg(2), without its time-out, which does not bound the call: fills the messages `from` to `from + count - 1` of the vector. Only called with the
   * capability `batches`.
   * @returns how many were received
   */
  recvmmsg(fd: number, vector: VectorMemory, from: number, count: number, flags: number): number

  /**
   * getsockopt(2).
   * @param value takes the option's bytes
   * @returns how many bytes the kernel stored
   */
  getsockopt(fd: number, level: number, option: number, value: Uint8Array): number

  /**
   * setsockopt(2).
   * @param value the option's bytes
   * @returns 0
   */
  setsockopt(fd: number, level: number, option: number, value: Uint8Array): number

  /**
   * shutdown(2), for everyone who shares the socket, other environments included: SHUT_RD has a `recvfrom` return that is blocked in another thread, with 0 and
   * a name of length 0, and any later one when nothing is queued. Linux does so on a socket that is not connected too, and returns -ENOTCONN.
   * @param how SHUT_RD, SHUT_WR, SHUT_RDWR; -EINVAL for any other
   * @returns 0
   */
  shutdown(fd: number, how: number): number

  /**
   * Makes the descriptor's open file description blocking or not, for everyone who shares it: O_NONBLOCK of fcntl(2), FIONBIO of ioctl(2).
   * @returns 0
   */
  setNonblocking(fd: number, on: boolean): number

  /**
   * How many bytes wait in the socket: SIOCINQ or SIOCOUTQ of udp(7), unix(7), through ioctl(2).
   * @param request SIOCINQ: the length of the next datagram to be received, 0 also where there is none; SIOCOUTQ: what has not left yet. Core passes no other
   * @returns the number of bytes, or -ENOTTY for what is no socket
   */
  queued(fd: number, request: number): number

  /**
   * poll(2). A descriptor that is not open is a result, POLLNVAL, and no error; a negative one is passed over. POLLERR and POLLHUP are stored unasked. It is level-triggered:
   * what was not read away is found again. A signal ends it with -EINTR, and core calls again with the time that is left.
   * @param set descriptors and the events that are asked for; its results are stored in it, 0 for an entry that has none
   * @param count how many of the set's entries count, from the first; 0 waits for nothing but the time
   * @param timeout in milliseconds, and never less than that without a result; 0 does not wait, -1 waits for ever
   * @returns how many entries have results; 0 when the time is over
   */
  poll(set: PollSet, count: number, timeout: number): number

  /**
   * A second descriptor for the same open file description, close-on-exec: F_DUPFD_CLOEXEC of fcntl(2). It belongs to the calling environment.
   * @returns the descriptor
   */
  dup(fd: number): number

  /**
   * Takes a descriptor over that something else opened (the service manager, a parent process, SCM_RIGHTS): makes it close-on-exec, and this environment
   * closes it at its end as if it had opened it. Leaves O_NONBLOCK as it is.
   * @returns 0
   */
  adopt(fd: number): number

  /**
   * if_nametoindex(3).
   * @returns the index of the network interface, or -ENODEV
   */
  if_nametoindex(name: string): number

  /**
   * if_indextoname(3).
   * @returns the name of the network interface, or the negated error number ENXIO
   */
  if_indextoname(index: number): string | number

  /**
   * Tells of readiness on the event loop of the calling environment. Only called with the capability `watch`.
   *
   * `onReady` is called from the loop, in the async context that this call is made in (microtasks and ticks are drained after it), with a sum of those of the
   * events that have come true, never 0: once in each turn of the loop for as long as there is one, which is level-triggered. It may throw: that is an uncaught
   * exception as from any callback.
   *
   * An error condition (POLLERR, as an ICMP error or a message on the error queue sets it) is reported as ERROR until the program has read it away, and does not
   * end the watch. Where ERROR is not among the events it is not reported as anything else, stays for the next call to find, and neither keeps the loop turning
   * nor hides what comes after it; the same holds for a hang-up (POLLHUP).
   *
   * One watch per descriptor and environment. It ends before the descriptor is closed: `Watch.close` is called first, and `close` does it for a program that
   * forgot. It ends with the environment, too. A descriptor that was closed in any other way is no longer heard of, and harms nobody;
   * its socket may stay open until the watch is closed.
   * @param events what to tell of: a sum of READABLE, WRITABLE, ERROR of watch.ts; 0 begins paused
   * @returns the watch, or -EINVAL for a blocking descriptor, -EEXIST for one that is watched already, -EBADF, -EPERM for one that cannot be waited for (a file)
   */
  watch(fd: number, events: number, onReady: (events: number) => void): Watch | number

  /**
   * close(2), made once whatever it says: after EINTR the number may belong to a stranger.
   * @returns 0
   */
  close(fd: number): number
}
