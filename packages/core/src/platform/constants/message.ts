/** Flags of sendmsg(2) and recvmsg(2), in and out. */
export interface MessageFlags {
  readonly MSG_OOB: number
  readonly MSG_PEEK: number
  readonly MSG_DONTROUTE: number
  readonly MSG_CTRUNC: number
  readonly MSG_TRUNC: number
  readonly MSG_DONTWAIT: number | undefined
  readonly MSG_EOR: number | undefined
  readonly MSG_WAITALL: number
  readonly MSG_CONFIRM: number | undefined
  readonly MSG_ERRQUEUE: number | undefined
  readonly MSG_NOSIGNAL: number | undefined
  readonly MSG_MORE: number | undefined
  readonly MSG_WAITFORONE: number | undefined
  readonly MSG_ZEROCOPY: number | undefined
  readonly MSG_CMSG_CLOEXEC: number | undefined
  readonly MSG_BCAST: number | undefined
  readonly MSG_MCAST: number | undefined
  readonly MSG_PARTIAL: number | undefined
}

/** Types of control messages of the level SOL_SOCKET, cmsg(3), unix(7). Those of other levels carry the names of their options. */
export interface ControlMessages {
  readonly SCM_RIGHTS: number | undefined
  readonly SCM_CREDENTIALS: number | undefined
  readonly SCM_SECURITY: number | undefined
  readonly SCM_PIDFD: number | undefined
  readonly SCM_TIMESTAMP: number | undefined
  readonly SCM_TIMESTAMPNS: number | undefined
  readonly SCM_TIMESTAMPING: number | undefined
  readonly SCM_TIMESTAMPING_OPT_STATS: number | undefined
  readonly SCM_TIMESTAMPING_PKTINFO: number | undefined
  readonly SCM_TXTIME: number | undefined
  readonly SCM_TS_OPT_ID: number | undefined
  readonly SCM_CREDS: number | undefined
  readonly SCM_CREDS2: number | undefined
  readonly SCM_TIMESTAMP_MONOTONIC: number | undefined
  readonly SCM_BINTIME: number | undefined
  readonly SCM_REALTIME: number | undefined
  readonly SCM_MONOTONIC: number | undefined
  readonly SCM_TIME_INFO: number | undefined
}

/** Flags of SO_TIMESTAMPING, and the stages that a transmit timestamp tells of: Linux's networking/timestamping. */
export interface Timestamping {
  readonly SOF_TIMESTAMPING_TX_HARDWARE: number | undefined
  readonly SOF_TIMESTAMPING_TX_SOFTWARE: number | undefined
  readonly SOF_TIMESTAMPING_RX_HARDWARE: number | undefined
  readonly SOF_TIMESTAMPING_RX_SOFTWARE: number | undefined
  readonly SOF_TIMESTAMPING_SOFTWARE: number | undefined
  readonly SOF_TIMESTAMPING_SYS_HARDWARE: number | undefined
  readonly SOF_TIMESTAMPING_RAW_HARDWARE: number | undefined
  readonly SOF_TIMESTAMPING_OPT_ID: number | undefined
  readonly SOF_TIMESTAMPING_TX_SCHED: number | undefined
  readonly SOF_TIMESTAMPING_TX_ACK: number | undefined
  readonly SOF_TIMESTAMPING_OPT_CMSG: number | undefined
  readonly SOF_TIMESTAMPING_OPT_TSONLY: number | undefined
  readonly SOF_TIMESTAMPING_OPT_STATS: number | undefined
  readonly SOF_TIMESTAMPING_OPT_PKTINFO: number | undefined
  readonly SOF_TIMESTAMPING_OPT_TX_SWHW: number | undefined
  readonly SOF_TIMESTAMPING_BIND_PHC: number | undefined
  readonly SOF_TIMESTAMPING_OPT_ID_TCP: number | undefined
  readonly SOF_TIMESTAMPING_OPT_RX_FILTER: number | undefined
  readonly SOF_TIMESTAMPING_TX_COMPLETION: number | undefined
  readonly SCM_TSTAMP_SND: number | undefined
  readonly SCM_TSTAMP_SCHED: number | undefined
  readonly SCM_TSTAMP_ACK: number | undefined
  readonly SCM_TSTAMP_COMPLETION: number | undefined
}

/** Flags of SO_TXTIME. */
export interface TransmitTimes {
  readonly SOF_TXTIME_DEADLINE_MODE: number | undefined
  readonly SOF_TXTIME_REPORT_ERRORS: number | undefined
}

/** Where a record of the error queue comes from, and its codes where no RFC gives them: ip(7), IP_RECVERR. */
export interface ErrorOrigins {
  readonly SO_EE_ORIGIN_NONE: number | undefined
  readonly SO_EE_ORIGIN_LOCAL: number | undefined
  readonly SO_EE_ORIGIN_ICMP: number | undefined
  readonly SO_EE_ORIGIN_ICMP6: number | undefined
  readonly SO_EE_ORIGIN_TIMESTAMPING: number | undefined
  readonly SO_EE_ORIGIN_ZEROCOPY: number | undefined
  readonly SO_EE_ORIGIN_TXTIME: number | undefined
  readonly SO_EE_CODE_ZEROCOPY_COPIED: number | undefined
  readonly SO_EE_CODE_TXTIME_INVALID_PARAM: number | undefined
  readonly SO_EE_CODE_TXTIME_MISSED: number | undefined
  readonly SO_EE_RFC4884_FLAG_INVALID: number | undefined
}

/** Numbers of messages: flags, control messages, timestamps, records of the error queue. */
export interface MessageConstants extends MessageFlags, ControlMessages, Timestamping, TransmitTimes, ErrorOrigins {}
