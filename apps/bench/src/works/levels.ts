import { spawnSync } from 'node:child_process'
import type { BackendName } from 'sendto'
import { compiled, script } from '../compare.js'
import { Program } from '../harness/program.js'
import { C, type Role, type Subject, sockets } from './subjects.js'

/** C by single calls on sockets that block. */
export const blockingC: Subject = {
  name: 'C, blocking calls',
  start: (role, args, options) => Program.startC('blocking', [fileOf(role), ...args], options),
}

const uringC: Subject = {
  name: 'C, io_uring',
  start: (role, args, options) => Program.startC(`uring-${fileOf(role)}`, args, options),
}

function fileOf(role: Role): string {
  return role === 'send' ? 'stream' : role
}

let whyNot: string | null | undefined

/** C on io_uring, where the kernel lets this process have it, and else what it answers. */
export function uringIf(): { subjects: Subject[]; absent: string[] } {
  whyNot ??= probe()
  return whyNot === null ? { subjects: [uringC], absent: [] } : { subjects: [], absent: [`${uringC.name}: ${whyNot}`] }
}

function probe(): string | null {
  try {
    const { status, signal, stderr } = spawnSync(compiled('socket/uring-probe'), { encoding: 'utf8' })
    return status === 0 ? null : stderr.trim() || `the probe ended with ${signal ?? status}`
  } catch (error) {
    // The headers may be older than the kernel.
    const { message } = error as Error
    return `does not compile: ${message.split('\n').find((line) => line.includes('error:')) ?? message}`
  }
}

function level(title: string, name: BackendName, file: string): Subject {
  return {
    name: `${title}, ${name}`,
    backend: name,
    start: (role, args, options) =>
      Program.start([process.execPath, script(`contenders/${file}-${role}`), name, ...args.map(String)], options),
  }
}

const backends = sockets.flatMap(({ backend }) => backend ?? [])

/** `sendto` and `recvfrom` over each backend, blocking. They have the roles receive, send and echo. */
export const fiveCalls: readonly Subject[] = backends.map((name) => level('five calls', name, 'calls'))

/** `sendmmsg` and `recvmmsg` of a vector over each backend, blocking. They have the roles receive and send. */
export const vectors: readonly Subject[] = backends.map((name) => level('MessageVector', name, 'vector'))

/** Every yardstick in C that does one-way streams and echoes. */
export const yardsticks = (): Subject[] => [C, blockingC, ...uringIf().subjects]
