import { execFile } from 'node:child_process'
import { join } from 'node:path'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program, in which `DatagramSocket` and `backend` stand ready, in a process of its own.
 * @param flags for node: `--expose-gc`
 */
export function run(backend: string, program: string, flags: readonly string[] = []): Promise<Outcome> {
  const prelude = `
    import { DatagramSocket, Statistic } from '@sendto/socket'
    import { createSyscalls } from '@sendto/core'
    import backend from '@sendto/${backend}'
    const open = (options) => DatagramSocket.bind('127.0.0.1:0', { backend, ...options })
  `
  const args = [...flags, '--input-type=module', '-e', prelude + program]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: join(import.meta.dirname, '..') }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr })
    })
  })
}
