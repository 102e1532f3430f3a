/** What the kernel makes of ICMP messages; not EMSGSIZE, of which a call that meets it itself leaves a record, too. */
export const brought: readonly string[] = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENONET',
  'EACCES',
  'EPROTO',
  'ENOPROTOOPT',
  'EOPNOTSUPP',
]
