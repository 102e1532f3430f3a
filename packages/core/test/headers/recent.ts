/**
 * Names that the headers may lack, because they came late or because the system keeps them in headers of its own. Any other that is lacking is a slip of
 * the pen.
 */
export const recent: Readonly<Record<string, readonly string[]>> = {
  linux: [
    'IP_LOCAL_PORT_RANGE', // Linux 6.3
    'SO_PASSPIDFD', // 6.5
    'SO_PEERPIDFD', // 6.5
    'SCM_PIDFD', // 6.5
    'SOF_TIMESTAMPING_OPT_ID_TCP', // 6.2
    'SOF_TIMESTAMPING_OPT_RX_FILTER', // 6.12
    'SCM_TS_OPT_ID', // 6.13
    'SO_RCVPRIORITY', // 6.14
    'SOF_TIMESTAMPING_TX_COMPLETION', // 6.15
    'SCM_TSTAMP_COMPLETION', // 6.15
    'SO_PASSRIGHTS', // 6.16
    'SCM_SECURITY', // glibc 2.39
    'UDPLITE_SEND_CSCOV', // net/udplite.h of the kernel
    'UDPLITE_RECV_CSCOV',
  ],
  darwin: [],
  freebsd: [],
  // In the Windows SDK; not in MinGW-w64 10.
  win32: [
    'SIO_UDP_NETRESET',
    'SO_RANDOMIZE_PORT',
    'MSG_ERRQUEUE',
    'IP_RECVECN',
    'IPV6_RECVECN',
    'UDP_SEND_MSG_SIZE',
    'UDP_RECV_MAX_COALESCED_SIZE',
    'UDP_COALESCED_INFO',
  ],
}
