import { type BackendName, backendNames, openSyscalls } from 'sendto'
import { script } from '../compare.js'
import { type Answer, Program, type ProgramOptions } from '../harness/program.js'
import type { Plan } from '../harness/rounds.js'

/** The programs that each subject has. The arguments of one are the same for all: native/socket/ has them. */
export type Role = 'receive' | 'send' | 'echo' | 'idle' | 'watch' | 'turns' | 'count' | 'keep'

/** What is measured, or measured by. */
export interface Subject {
  readonly name: string
  readonly backend?: BackendName
  start(
    role: Role,
    args: readonly unknown[],
    options: ProgramOptions & { readonly flags?: readonly string[] },
  ): Promise<Program & { ready: Answer }>
}

export const C: Subject = {
  name: 'C',
  start: (role, args, options) => Program.startC(role === 'send' ? 'stream' : role, args, options),
}

export const dgram: Subject = {
  name: 'node:dgram',
  start: (role, args, { flags = [], ...options }) =>
    Program.start([process.execPath, ...flags, script(`contenders/dgram-${role}`), ...args.map(String)], options),
}

/** Why a backend cannot be measured here, or undefined. */
function whyNot(backend: BackendName): string | undefined {
  try {
    openSyscalls({ backend })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Backends that cannot be measured here, and why. */
export const absentBackends: readonly string[] = backendNames.flatMap((name) => whyNot(name) ?? [])

/** DatagramSocket over each backend. */
export const sockets: readonly Subject[] = backendNames
  .filter((name) => whyNot(name) === undefined)
  .map((backend) => ({
    name: backend,
    backend,
    start(role, args, { flags = [], ...options }) {
      const command = [...flags, script(`contenders/socket-${role}`), backend, ...args.map(String)]
      return Program.start([process.execPath, ...command], options)
    },
  }))

/** The same with an option more, whose argument comes behind those that all have. */
export function withOption({ name, backend, start }: Subject, option: string, argument: unknown): Subject {
  return {
    name: `${name}, ${option}`,
    ...(backend && { backend }),
    start: (role, args, options) => start(role, [...args, argument], options),
  }
}

export function bun(path: string): Subject {
  return {
    name: 'Bun',
    start: (role, args, options) =>
      Program.start([path, script(`contenders/bun-${role}`), ...args.map(String)], options),
  }
}

/** Bun, where there is one, and else why not. */
export function bunIf({ bun: found }: Plan): { subjects: Subject[]; absent: string[] } {
  if ('path' in found) return { subjects: [bun(found.path)], absent: [] }
  return { subjects: [], absent: [`Bun: ${found.absent}`] }
}
