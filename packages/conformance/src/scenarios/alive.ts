import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Does nothing but watch. With `unref` the loop ends of itself; otherwise the watch must keep it alive until a timer, which does not, closes it. */
export const alive: Scenario<[how: 'ref' | 'paused' | 'again' | 'unref']> = async (room, how) => {
  const sys = await room.syscalls()
  const { fd, address } = nonblockingSocket(sys)
  setTimeout(() => {
    room.report('too long')
    process.exit(1)
  }, room.patience + 100).unref()
  if (how === 'unref') {
    sys.sendto(fd, new Uint8Array(1), 0, address)
    const heard = new Promise<void>((resolve) => {
      const watch = sys.watch(fd, { readable: true }, () => {
        watch.change({})
        room.report('readable')
        resolve()
      })
      watch.unref()
    })
    const timer = setInterval(() => {}, 1)
    await heard
    clearInterval(timer)
    process.on('exit', () => room.report('end'))
    return
  }
  const watch = sys.watch(fd, { readable: how !== 'paused' }, () => {})
  if (how === 'again') {
    watch.unref()
    watch.ref()
  }
  setTimeout(() => {
    room.report('still alive')
    watch.close()
  }, 20).unref()
}
