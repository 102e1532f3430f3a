import { spawnSync } from 'node:child_process'

/** Why a program that tests want as a peer cannot be run here, or undefined. `args` have it do nothing and succeed. */
export function whyNot(command: string, ...args: string[]): string | undefined {
  const { error, status } = spawnSync(command, args, { stdio: 'ignore' })
  if (error !== undefined) return `${command} is not installed`
  return status === 0 ? undefined : `${command} ${args.join(' ')} ends with ${status}`
}
