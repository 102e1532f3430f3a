import { spawnSync } from 'node:child_process'

/** Runs ip(8), from iproute2. Throws what it says if it fails. */
export function ip(args: readonly string[], input = ''): string {
  const { error, status, stdout, stderr } = spawnSync('ip', args, { input, encoding: 'utf8' })
  if (error !== undefined) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw missing ? new Error('ip (iproute2) is not installed') : error
  }
  if (status !== 0) throw new Error(stderr.split('\n', 1)[0] || `ip ${args.join(' ')} ended with ${status}`)
  return stdout
}

/** Runs commands of ip(8), one a line, in a namespace or in that of this process. */
export function ipBatch(commands: string, namespace?: string): void {
  ip([...(namespace === undefined ? [] : ['-n', namespace]), '-batch', '-'], commands)
}

/** Sets what sysctl(8) sets, in a namespace: `{ 'net/ipv4/ip_forward': 1 }`. */
export function setSysctls(namespace: string, values: Readonly<Record<string, number>>): void {
  const lines = Object.entries(values).map(([name, value]) => `echo ${value} > /proc/sys/${name}`)
  ip(['netns', 'exec', namespace, 'sh', '-ec', lines.join('\n')])
}
