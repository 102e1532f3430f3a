/** What C calls the things that the tables name otherwise. */

const shutNames: Readonly<Record<string, string>> = { SHUT_RD: 'SD_RECEIVE', SHUT_WR: 'SD_SEND', SHUT_RDWR: 'SD_BOTH' }

export function alias(platform: string, constant: string): string {
  return platform === 'win32' ? (shutNames[constant] ?? constant) : constant
}

const windowsErrors: Readonly<Record<string, string>> = {
  ENOENT: 'ERROR_FILE_NOT_FOUND',
  ENOMEM: 'WSA_NOT_ENOUGH_MEMORY',
  ENODEV: 'ERROR_DEV_NOT_EXIST',
  ENOSYS: 'ERROR_CALL_NOT_IMPLEMENTED',
  EEXIST: 'ERROR_ALREADY_EXISTS',
  EPIPE: 'ERROR_NO_DATA',
  ECANCELED: 'WSA_OPERATION_ABORTED',
  ENXIO: 'ERROR_NOT_FOUND',
  EPERM: 'ERROR_PRIVILEGE_NOT_HELD',
  EAGAIN: 'WSAEWOULDBLOCK',
  ENOTSUP: 'WSAEOPNOTSUPP',
}

export function errnoNames(platform: string, errno: string): string {
  if (platform !== 'win32' || errno.startsWith('WSA')) return errno
  return windowsErrors[errno] ?? `WSA${errno}`
}

interface Struct {
  readonly type: string
  /** The member for each field of the layout. */
  readonly members: Readonly<Record<string, string>>
  /** Numbers of the layout that are neither a size nor an offset, as constant expressions. */
  readonly more?: Readonly<Record<string, string>>
  /** Fields that the kernel reads up to this next member; musl declares them narrower, and pads. */
  readonly upTo?: Readonly<Record<string, string>>
}

export function structs(platform: string, layout: string): Struct {
  const struct = own[platform]?.[layout] ?? posix[layout]
  if (struct === undefined) throw new Error(`test/headers/names.ts does not know the struct ${layout}`)
  return struct
}

const msghdr = {
  name: 'msg_name',
  nameLength: 'msg_namelen',
  iov: 'msg_iov',
  iovLength: 'msg_iovlen',
  control: 'msg_control',
  controlLength: 'msg_controllen',
  flags: 'msg_flags',
}

const cmsghdr = { length: 'cmsg_len', level: 'cmsg_level', type: 'cmsg_type' }

const cmsgAlign = 'CMSG_SPACE(1) - CMSG_LEN(0)'

const posix: Readonly<Record<string, Struct>> = {
  timeval: {
    type: 'struct timeval',
    members: {},
    more: {
      seconds: 'sizeof(((struct timeval *)0)->tv_sec)',
      microseconds: 'sizeof(((struct timeval *)0)->tv_usec)',
    },
  },
  msghdr: {
    type: 'struct msghdr',
    members: msghdr,
  },
  mmsghdr: { type: 'struct mmsghdr', members: { length: 'msg_len' } },
  iovec: { type: 'struct iovec', members: { base: 'iov_base', length: 'iov_len' } },
  cmsghdr: {
    type: 'struct cmsghdr',
    members: cmsghdr,
    more: { align: cmsgAlign },
  },
  pollfd: { type: 'struct pollfd', members: { fd: 'fd', events: 'events', revents: 'revents' } },
  sockaddr_in: { type: 'struct sockaddr_in', members: {} },
  sockaddr_in6: { type: 'struct sockaddr_in6', members: {} },
  sockaddr_storage: { type: 'struct sockaddr_storage', members: {} },
  sockaddr_un: {
    type: 'struct sockaddr_un',
    members: { path: 'sun_path' },
    more: { pathLength: 'sizeof(((struct sockaddr_un *)0)->sun_path)' },
  },
  linger: { type: 'struct linger', members: { on: 'l_onoff', seconds: 'l_linger' } },
  timespec: { type: 'struct timespec', members: { seconds: 'tv_sec', nanoseconds: 'tv_nsec' } },
  in_pktinfo: {
    type: 'struct in_pktinfo',
    members: { interfaceIndex: 'ipi_ifindex', source: 'ipi_spec_dst', destination: 'ipi_addr' },
  },
  in6_pktinfo: { type: 'struct in6_pktinfo', members: { address: 'ipi6_addr', interfaceIndex: 'ipi6_ifindex' } },
  ip6_mtuinfo: { type: 'struct ip6_mtuinfo', members: { address: 'ip6m_addr', mtu: 'ip6m_mtu' } },
  ip_mreq: { type: 'struct ip_mreq', members: { group: 'imr_multiaddr', interface: 'imr_interface' } },
  ip_mreqn: {
    type: 'struct ip_mreqn',
    members: { group: 'imr_multiaddr', interface: 'imr_address', interfaceIndex: 'imr_ifindex' },
  },
  ip_mreq_source: {
    type: 'struct ip_mreq_source',
    members: { group: 'imr_multiaddr', source: 'imr_sourceaddr', interface: 'imr_interface' },
  },
  ipv6_mreq: {
    type: 'struct ipv6_mreq',
    members: { group: 'ipv6mr_multiaddr', interfaceIndex: 'ipv6mr_interface' },
  },
  group_req: { type: 'struct group_req', members: { interfaceIndex: 'gr_interface', group: 'gr_group' } },
  group_source_req: {
    type: 'struct group_source_req',
    members: { interfaceIndex: 'gsr_interface', group: 'gsr_group', source: 'gsr_source' },
  },
  sock_extended_err: {
    type: 'struct sock_extended_err',
    members: {
      errno: 'ee_errno',
      origin: 'ee_origin',
      type: 'ee_type',
      code: 'ee_code',
      info: 'ee_info',
      data: 'ee_data',
    },
  },
  ucred: { type: 'struct ucred', members: { pid: 'pid', uid: 'uid', gid: 'gid' } },
  scm_timestamping: { type: 'struct scm_timestamping', members: { software: 'ts[0]', hardware: 'ts[2]' } },
  sock_txtime: { type: 'struct sock_txtime', members: { clock: 'clockid', flags: 'flags' } },
  sock_filter: { type: 'struct sock_filter', members: { code: 'code', jt: 'jt', jf: 'jf', k: 'k' } },
  sock_fprog: { type: 'struct sock_fprog', members: { length: 'len', filter: 'filter' } },
}

const linux: Readonly<Record<string, Struct>> = {
  msghdr: {
    type: 'struct msghdr',
    members: msghdr,
    upTo: { iovLength: 'msg_control', controlLength: 'msg_flags' },
  },
  cmsghdr: {
    type: 'struct cmsghdr',
    members: cmsghdr,
    more: { align: cmsgAlign },
    upTo: { length: 'cmsg_level' },
  },
}

const win32: Readonly<Record<string, Struct>> = {
  msghdr: {
    type: 'WSAMSG',
    members: {
      name: 'name',
      nameLength: 'namelen',
      iov: 'lpBuffers',
      iovLength: 'dwBufferCount',
      control: 'Control.buf',
      controlLength: 'Control.len',
      flags: 'dwFlags',
    },
  },
  iovec: { type: 'WSABUF', members: { base: 'buf', length: 'len' } },
  cmsghdr: {
    type: 'WSACMSGHDR',
    members: cmsghdr,
    more: { align: 'WSA_CMSG_SPACE(1) - WSA_CMSG_LEN(0)' },
  },
  pollfd: { type: 'WSAPOLLFD', members: { fd: 'fd', events: 'events', revents: 'revents' } },
}

const own: Readonly<Record<string, Readonly<Record<string, Struct>>>> = { linux, win32 }
