import process from 'node:process'

interface Permitting {
  readonly permission?: { has(scope: string): boolean } | undefined
}

/** Whether Node has been told to refuse the network to this program: `--permission` without `--allow-net`, which it knows of since version 25. */
export function isNetworkRefused(): boolean {
  const { permission } = process as Permitting
  if (permission === undefined || !process.allowedNodeEnvironmentFlags.has('--allow-net')) return false
  return !permission.has('net')
}
