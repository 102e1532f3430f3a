import assert from 'node:assert/strict'
import type { Address, Backend, Syscalls } from '@sendto/core'
import { untilBlocked } from '../blocked.js'
import type { Case } from '../case.js'
import { bytes, fails } from '../expect.js'

/** Calls that may wait, each of which returns 1 for a datagram of one byte. */
const interruptible: Record<string, (sys: Syscalls, fd: number, address: Address) => number> = {
  sendto: (sys, fd, address) => sys.sendto(fd, bytes('x'), 0, address),
  recvfrom: (sys, fd) => sys.recvfrom(fd, new Uint8Array(8)).size,
  sendmsg: (sys, fd, address) => sys.sendmsg(fd, { data: bytes('x'), to: address }),
  recvmsg: (sys, fd) => sys.recvmsg(fd, new Uint8Array(8)).size,
  sendmmsg(sys, fd, address) {
    const vector = sys.createVector({ slots: 1, slotSize: 8 })
    vector.set(0, bytes('x'), address)
    return sys.sendmmsg(fd, vector)
  },
  recvmmsg: (sys, fd) => sys.recvmmsg(fd, sys.createVector({ slots: 1, slotSize: 8 })),
}

/** EINTR, signal(7) */
export const interruptionCases: Case[] = [
  {
    id: 'recvfrom/interrupted-with-time-out',
    title: 'recvfrom on a socket with SO_RCVTIMEO fails with EINTR when a signal arrives',
    needs: ['blockedCalls'],
    async run({ start, patience }) {
      const child = start('process', 'interrupted', patience)
      const { fd } = (await child.report()) as { fd: number }
      await untilBlocked(child, ([first]) => first === fd)
      process.kill(child.pid as number, 'SIGUSR2')
      assert.deepEqual(await child.report(), { code: 'EINTR' })
    },
  },
  {
    id: 'recvfrom/interrupted',
    title: 'recvfrom on a socket without a time-out goes on waiting when a signal arrives',
    needs: ['blockedCalls'],
    async run({ start, sys, open }) {
      const child = start('process', 'interrupted', 0)
      const { fd, address } = (await child.report()) as { fd: number; address: Address }
      const sleeps = await untilBlocked(child, ([first]) => first === fd)
      process.kill(child.pid as number, 'SIGUSR2')
      await untilBlocked(child, ([first]) => first === fd, sleeps)
      sys.sendto(open(), bytes('at last'), 0, address)
      assert.deepEqual(await child.report(), { size: 7 })
    },
  },
  ...Object.entries(interruptible).map(
    ([call, attempt]) =>
      ({
        id: `${call}/restarted`,
        title: `${call} that returns EINTR is called again on a socket without a time-out, and is not on one with`,
        run({ sys, bound, altered, backend, constants }) {
          const { EINTR } = backend.platform.errno
          let interruptions = 0
          const interrupted = (original: (...input: never[]) => number) =>
            ((...input: never[]) => (interruptions-- > 0 ? -EINTR : original(...input))) as never
          const interrupting = altered(
            Object.fromEntries(
              Object.keys(interruptible).map((name) => [name, interrupted(backend[name as keyof Backend] as never)]),
            ),
          )
          const { fd, address } = bound()
          const sends = call.startsWith('send')
          const option = sends ? constants.SO_SNDTIMEO : constants.SO_RCVTIMEO
          const timeout = new Uint8Array(backend.platform.layouts.timeval.size)
          const attemptInterrupted = () => {
            if (!sends) sys.sendto(fd, bytes('x'), 0, address)
            interruptions = 2
            return attempt(interrupting, fd, address)
          }
          sys.setsockopt(fd, constants.SOL_SOCKET, option, timeout)
          assert.equal(attemptInterrupted(), 1)
          sys.setsockopt(fd, constants.SOL_SOCKET, option, timeout.fill(1, 0, 1))
          fails('EINTR', call, attemptInterrupted)
        },
      }) satisfies Case,
  ),
  {
    id: 'close/interrupted',
    title: "close is called once, even if it returns EINTR: the number may be a stranger's by then",
    run({ altered, open, backend }) {
      let times = 0
      const interrupting = altered({
        close() {
          times++
          return -backend.platform.errno.EINTR
        },
      })
      fails('EINTR', 'close', () => interrupting.close(open()))
      assert.equal(times, 1)
    },
  },
]
