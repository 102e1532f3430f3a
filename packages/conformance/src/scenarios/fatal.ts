import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Throws or exits in the callback of a watch. */
export const fatal: Scenario<[how: 'caught' | 'uncaught' | 'exit']> = async (room, how) => {
  const sys = await room.syscalls()
  const { fd, address } = nonblockingSocket(sys)
  let calls = 0
  if (how === 'caught') process.on('uncaughtException', ({ message }) => room.report(`caught: ${message}`))
  if (how === 'exit') process.on('exit', () => room.report('exit'))
  const watch = sys.watch(fd, { readable: true }, () => {
    calls++
    if (how === 'exit') process.exit()
    if (how === 'uncaught' && calls > 1) room.report('went on')
    if (calls <= 3) throw new Error('on purpose')
    room.report('went on')
    watch.close()
  })
  sys.sendto(fd, new Uint8Array(1), 0, address)
}
