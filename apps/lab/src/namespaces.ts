import { ip } from './ip.js'

/** The name of a namespace of this process. Its process is in the name, so that what a dead one has left behind is known. */
export function namespaceName(host: string): string {
  return `sendto-${process.pid}-${host}`
}

/** Deletes the namespaces of processes that ended before they could: those that were killed. */
export function deleteLeftovers(): void {
  for (const name of listed()) {
    const pid = /^sendto-(\d+)-/.exec(name)?.[1]
    // One of our own number is from before the number was ours.
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) deleteNamespace(name)
  }
}

export function deleteNamespace(name: string): void {
  try {
    ip(['netns', 'del', name])
  } catch (error) {
    // Another process may have swept it away.
    if (listed().includes(name)) throw error
  }
}

function listed(): string[] {
  return ip(['netns', 'list'])
    .split('\n')
    .flatMap((line) => line.split(' ', 1))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
