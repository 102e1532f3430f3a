import { credentials } from '../credentials.js'
import type { Entries } from '../entry.js'
import { errorName } from '../error-number.js'
import { filter } from '../filter.js'
import { deviceName, index } from '../interface.js'
import { readOnly, writeOnly } from '../kind.js'
import { linger } from '../linger.js'
import { memoryInfo } from '../memory-info.js'
import { bool, int, nothing, uint32, uint64 } from '../numbers.js'
import { milliseconds } from '../time-out.js'
import { transmitTime } from '../transmit-time.js'
import { flags } from '../words.js'

/** Options of every socket: SOL_SOCKET, socket(7), unix(7). */
export const socketOptions = {
  /** An address can be bound although another socket has it: after that one, or with it if both say so. Differs by system. */
  SO_REUSEADDR: { level: 'SOL_SOCKET', kind: bool },
  /** Several sockets of one user can be bound to one address, and share what comes. Differs by system. */
  SO_REUSEPORT: { level: 'SOL_SOCKET', kind: bool },
  /** The same, with the load balanced (FreeBSD). */
  SO_REUSEPORT_LB: { level: 'SOL_SOCKET', kind: bool },
  /** Nobody else can bind the address (Windows). */
  SO_EXCLUSIVEADDRUSE: { level: 'SOL_SOCKET', kind: bool },
  /** Datagrams may be sent to broadcast addresses: EACCES without it. */
  SO_BROADCAST: { level: 'SOL_SOCKET', kind: bool },
  /** Datagrams go to hosts on the own networks alone. */
  SO_DONTROUTE: { level: 'SOL_SOCKET', kind: bool },
  /** Debugging by the kernel. Needs CAP_NET_ADMIN. */
  SO_DEBUG: { level: 'SOL_SOCKET', kind: bool },
  /** Sending raises no SIGPIPE (macOS, FreeBSD). */
  SO_NOSIGPIPE: { level: 'SOL_SOCKET', kind: bool },
  /** How long close waits for data to leave, in seconds (macOS: in ticks); null for not at all. Without effect on datagrams. */
  SO_LINGER: { level: 'SOL_SOCKET', kind: linger },
  /** The same, in seconds (macOS). */
  SO_LINGER_SEC: { level: 'SOL_SOCKET', kind: linger },

  /** Bytes for what waits to be received. Linux doubles what is set, at most net.core.rmem_max, and reads it back doubled. */
  SO_RCVBUF: { level: 'SOL_SOCKET', kind: int },
  /** Bytes for what waits to leave. Linux doubles what is set, at most net.core.wmem_max, and reads it back doubled. */
  SO_SNDBUF: { level: 'SOL_SOCKET', kind: int },
  /** SO_RCVBUF, beyond its limit. Needs CAP_NET_ADMIN. */
  SO_RCVBUFFORCE: { level: 'SOL_SOCKET', kind: writeOnly(int) },
  /** SO_SNDBUF, beyond its limit. Needs CAP_NET_ADMIN. */
  SO_SNDBUFFORCE: { level: 'SOL_SOCKET', kind: writeOnly(int) },
  /** What the buffers hold, and how many datagrams were lost for want of room. */
  SO_MEMINFO: { level: 'SOL_SOCKET', kind: readOnly(memoryInfo) },
  /** Bytes of memory kept for this socket alone. Needs CAP_NET_ADMIN. */
  SO_RESERVE_MEM: { level: 'SOL_SOCKET', kind: int },
  /** The longest datagram that can be sent (Windows). */
  SO_MAX_MSG_SIZE: { level: 'SOL_SOCKET', kind: readOnly(uint32) },

  /** How long a receive waits, in milliseconds; 0 for ever. It fails with EAGAIN then. */
  SO_RCVTIMEO: { level: 'SOL_SOCKET', kind: milliseconds },
  /** How long a send waits, in milliseconds; 0 for ever. It fails with EAGAIN then. */
  SO_SNDTIMEO: { level: 'SOL_SOCKET', kind: milliseconds },
  /** Where the next MSG_PEEK begins, in bytes; -1 at the beginning always. */
  SO_PEEK_OFF: { level: 'SOL_SOCKET', kind: int },

  /** SOCK_DGRAM, SOCK_RAW, ... */
  SO_TYPE: { level: 'SOL_SOCKET', kind: readOnly(int) },
  /** AF_INET, ... */
  SO_DOMAIN: { level: 'SOL_SOCKET', kind: readOnly(int) },
  /** IPPROTO_UDP, ... */
  SO_PROTOCOL: { level: 'SOL_SOCKET', kind: readOnly(int) },
  /** The error that the next call would fail with, by its name, or null. Reading clears it. */
  SO_ERROR: { level: 'SOL_SOCKET', kind: readOnly(errorName) },
  /** A number that no other socket of this machine has, until it starts again. */
  SO_COOKIE: { level: 'SOL_SOCKET', kind: readOnly(uint64) },
  /** A number that no other network namespace has. */
  SO_NETNS_COOKIE: { level: 'SOL_SOCKET', kind: readOnly(uint64) },
  SO_ACCEPTCONN: { level: 'SOL_SOCKET', kind: readOnly(bool) },

  /** The one interface that the socket sends and receives on, by name; the empty name for all. On Linux, CAP_NET_RAW is needed to change it. */
  SO_BINDTODEVICE: { level: 'SOL_SOCKET', kind: deviceName },
  /** The same, by index; 0 for all. */
  SO_BINDTOIFINDEX: { level: 'SOL_SOCKET', kind: index },
  /** A mark for routing and filters, on every packet sent. Needs CAP_NET_ADMIN, or CAP_NET_RAW since 5.17. */
  SO_MARK: { level: 'SOL_SOCKET', kind: uint32 },
  /** Each datagram received tells its mark, as a control message SO_MARK. */
  SO_RCVMARK: { level: 'SOL_SOCKET', kind: bool },
  /** The priority of packets sent in the device's queues: 0 to 6 for everybody. */
  SO_PRIORITY: { level: 'SOL_SOCKET', kind: int },
  /** Each datagram received tells its priority, as a control message SO_PRIORITY. */
  SO_RCVPRIORITY: { level: 'SOL_SOCKET', kind: bool },
  /** The most bytes a second that leave; 2^64 - 1 without a limit. Kept by the queueing discipline fq, tc-fq(8). */
  SO_MAX_PACING_RATE: { level: 'SOL_SOCKET', kind: uint64 },
  /** Each datagram may tell when it is to leave, as a control message SCM_TXTIME. */
  SO_TXTIME: { level: 'SOL_SOCKET', kind: transmitTime },
  /** UDP over IPv4 sends no checksums. */
  SO_NO_CHECK: { level: 'SOL_SOCKET', kind: bool },
  /** Whether the flow's hash is chosen anew after trouble: 1, 0, or 255 for the system's own way. */
  SO_TXREHASH: { level: 'SOL_SOCKET', kind: int },

  /** Microseconds for which a receive asks the device itself. Needs CAP_NET_ADMIN to be raised. */
  SO_BUSY_POLL: { level: 'SOL_SOCKET', kind: int },
  /** The device is asked rather than let interrupt. Needs CAP_NET_ADMIN. */
  SO_PREFER_BUSY_POLL: { level: 'SOL_SOCKET', kind: bool },
  /** How many packets the device is asked for at a time. Needs CAP_NET_ADMIN to be raised. */
  SO_BUSY_POLL_BUDGET: { level: 'SOL_SOCKET', kind: int },
  /** The processor that received the last packet; what is set steers datagrams within a group of SO_REUSEPORT. */
  SO_INCOMING_CPU: { level: 'SOL_SOCKET', kind: int },
  /** The device's queue that received the last packet. */
  SO_INCOMING_NAPI_ID: { level: 'SOL_SOCKET', kind: readOnly(uint32) },

  /** Each datagram received tells when it came, in microseconds, as a control message SCM_TIMESTAMP. */
  SO_TIMESTAMP: { level: 'SOL_SOCKET', kind: bool },
  /** Each datagram received tells when it came, in nanoseconds, as a control message SCM_TIMESTAMPNS. */
  SO_TIMESTAMPNS: { level: 'SOL_SOCKET', kind: bool },
  /** Times of sending and receiving, by flags SOF_TIMESTAMPING_...: Linux's networking/timestamping. */
  SO_TIMESTAMPING: { level: 'SOL_SOCKET', kind: flags('SOF_TIMESTAMPING_') },
  /** Each datagram received tells how many were lost before it, as a control message SO_RXQ_OVFL. */
  SO_RXQ_OVFL: { level: 'SOL_SOCKET', kind: bool },
  /** poll(2) tells of a message on the error queue as POLLPRI besides POLLERR. */
  SO_SELECT_ERR_QUEUE: { level: 'SOL_SOCKET', kind: bool },
  SO_WIFI_STATUS: { level: 'SOL_SOCKET', kind: bool },
  /** Allows MSG_ZEROCOPY, which is not to be had here. */
  SO_ZEROCOPY: { level: 'SOL_SOCKET', kind: bool },

  /** Each datagram received on a Unix socket tells its sender's process, as a control message SCM_CREDENTIALS. */
  SO_PASSCRED: { level: 'SOL_SOCKET', kind: bool },
  /** Each datagram received on a Unix socket tells its sender's security context. */
  SO_PASSSEC: { level: 'SOL_SOCKET', kind: bool },
  /** Each datagram received on a Unix socket brings a descriptor of its sender's process. */
  SO_PASSPIDFD: { level: 'SOL_SOCKET', kind: bool },
  /** Whether a Unix socket accepts descriptors: SCM_RIGHTS. */
  SO_PASSRIGHTS: { level: 'SOL_SOCKET', kind: bool },
  /** Who connected, or made the pair of, Unix sockets. */
  SO_PEERCRED: { level: 'SOL_SOCKET', kind: readOnly(credentials) },

  /** A program that sees each datagram received and says how many of its bytes are kept, 0 dropping it: `bpf.assemble`. */
  SO_ATTACH_FILTER: { level: 'SOL_SOCKET', kind: writeOnly(filter) },
  /** The same, extended BPF, by its descriptor. */
  SO_ATTACH_BPF: { level: 'SOL_SOCKET', kind: writeOnly(int) },
  /** Takes the filter away. ENOENT: there is none. */
  SO_DETACH_FILTER: { level: 'SOL_SOCKET', kind: writeOnly(nothing) },
  /** The filter cannot be changed or taken away any more, nor can this: EPERM. */
  SO_LOCK_FILTER: { level: 'SOL_SOCKET', kind: bool },
  /** A program for the whole group of SO_REUSEPORT: it says which of the sockets gets a datagram, by its place in the order in which they were bound. */
  SO_ATTACH_REUSEPORT_CBPF: { level: 'SOL_SOCKET', kind: writeOnly(filter) },
  /** The same, extended BPF, by its descriptor. */
  SO_ATTACH_REUSEPORT_EBPF: { level: 'SOL_SOCKET', kind: writeOnly(int) },
  /** Takes the group's program away. */
  SO_DETACH_REUSEPORT_BPF: { level: 'SOL_SOCKET', kind: writeOnly(nothing) },
  /** What programs can load besides packet data: the first offset that they cannot. */
  SO_BPF_EXTENSIONS: { level: 'SOL_SOCKET', kind: readOnly(int) },

  /** How many bytes the next receive would bring (macOS). */
  SO_NREAD: { level: 'SOL_SOCKET', kind: readOnly(int) },
  /** How many bytes have not left (macOS). */
  SO_NWRITE: { level: 'SOL_SOCKET', kind: readOnly(int) },
  /** How many datagrams wait (macOS). */
  SO_NUMRCVPKT: { level: 'SOL_SOCKET', kind: readOnly(int) },
  /** The routing table (FreeBSD). */
  SO_SETFIB: { level: 'SOL_SOCKET', kind: writeOnly(int) },
} as const satisfies Entries
