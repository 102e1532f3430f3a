import { spawnSync } from 'node:child_process'

const script = 'ip link set lo up && echo "$1" > /proc/sys/net/ipv4/ping_group_range && shift && exec "$@"'

/**
 * The command line that runs a program in a network namespace of its own, where there is nothing but loopback, and ICMP sockets are for these groups: icmp(7). The namespace ends
 * with the program.
 */
export function inNamespace(pingGroupRange: string, command: readonly string[]): [string, string[]] {
  return ['unshare', ['--net', '--', 'sh', '-c', script, 'sh', pingGroupRange, ...command]]
}

/** Why no program can be run so here, or undefined. */
export function whyNoNamespace(): string | undefined {
  const { error, status, stderr } = spawnSync(...inNamespace('0 0', ['true']), { encoding: 'utf8' })
  if (error !== undefined) return 'unshare (util-linux) is not installed'
  return status === 0 ? undefined : `network namespaces cannot be made here: ${stderr.split('\n', 1)[0]}`
}
