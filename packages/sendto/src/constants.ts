import { hostPlatform } from '@sendto/core'

/** The constants of the host's own operating system; one that it lacks is `undefined`. */
export const {
  AF_UNSPEC,
  AF_UNIX,
  AF_INET,
  AF_INET6,

  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,

  IPPROTO_IP,
  IPPROTO_ICMP,
  IPPROTO_UDP,
  IPPROTO_IPV6,
  IPPROTO_ICMPV6,

  SHUT_RD,
  SHUT_WR,
  SHUT_RDWR,

  POLLIN,
  POLLPRI,
  POLLOUT,
  POLLERR,
  POLLHUP,
  POLLNVAL,

  SIOCINQ,
  SIOCOUTQ,

  MSG_CTRUNC,
  MSG_ERRQUEUE,
  MSG_WAITFORONE,
  MSG_CMSG_CLOEXEC,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_DONTWAIT,
  MSG_ZEROCOPY,

  UDP_SEGMENT,
  UDP_GRO,
  SCM_RIGHTS,

  SOL_SOCKET,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_BROADCAST,
  SO_SNDBUF,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  IPV6_V6ONLY,
} = hostPlatform().constants
