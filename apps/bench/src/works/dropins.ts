import { backendNames } from 'sendto'
import { script } from '../compare.js'
import { Program } from '../harness/program.js'
import { type Subject, sockets } from './subjects.js'

const register = import.meta.resolve('@sendto/dgram/register')

/** The programs on node:dgram, unchanged, with the drop-in in its place, over each backend that is here. */
export const dropIns: readonly Subject[] = backendNames
  .filter((name) => sockets.some(({ backend }) => backend === name))
  .map((backend) => ({
    name: `drop-in, ${backend}`,
    start(role, args, { flags = [], ...options }) {
      const command = ['--import', register, ...flags, script(`contenders/dgram-${role}`), ...args.map(String)]
      return Program.start([process.execPath, ...command], { ...options, env: { SENDTO_BACKEND: backend } })
    },
  }))
