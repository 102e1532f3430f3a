import type { Syscalls } from 'sendto'

/** An address without a zone that names no interface: libuv ignores it. A zone that is a number is the interface's index. */
export function withKnownZone(sys: Syscalls, ip: string): string {
  const start = ip.indexOf('%')
  if (start < 0 || /^%\d+$/.test(ip.slice(start))) return ip
  try {
    sys.if_nametoindex(ip.slice(start + 1))
    return ip
  } catch {
    return ip.slice(0, start)
  }
}
