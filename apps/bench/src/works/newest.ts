import { script } from '../compare.js'
import { Program } from '../harness/program.js'
import type { Plan } from '../harness/rounds.js'
import type { Subject } from './subjects.js'

/** The newest Node, where there is one, and else why not. */
export function newestIf({ newest: found }: Plan): { subjects: Subject[]; absent: string[] } {
  if ('absent' in found) return { subjects: [], absent: [`the newest Node: ${found.absent}`] }
  const { path, version } = found
  const subject: Subject = {
    name: `node:dgram of ${version}`,
    start: (role, args, { flags = [], ...options }) =>
      Program.start([path, ...flags, script(`contenders/dgram-${role}`), ...args.map(String)], options),
  }
  return { subjects: [subject], absent: [] }
}
