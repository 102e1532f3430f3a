import { beforeEach, describe, expect, test } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { app, file, startServer } from './support/program.js'
import { callsOnSocket, callsWhileOpen, namesOf, resultOf, trace, whyNoStrace } from './support/strace.js'

const why = whyNoStrace()

/** Makes each of these calls, in this order. */
const everyCall = file('apps/e2e/dist/every-call.js')
const allCalls = [
  ...['socket', 'setsockopt', 'getsockopt', 'getsockopt', 'bind', 'getsockname', 'connect', 'getpeername'],
  ...['sendto', 'ioctl', 'poll', 'recvfrom', 'sendmsg', 'recvmsg', 'sendmmsg', 'recvmmsg'],
  ...['ioctl', 'fcntl', 'close', 'shutdown', 'close'],
]
const networkCalls = allCalls.filter((name) => !['ioctl', 'poll', 'fcntl'].includes(name))

describe('strace shows the calls of a program and no others', () => {
  beforeEach(({ skip }) => skip(why !== undefined, why))

  describeEachBackend((backend) => {
    const both = ['--backend', backend]

    test('of the client: socket, bind, sendto, close', async () => {
      const { port } = await startServer(...both)
      const calls = await trace([app('client'), ...both, '--port', port, '--bind-port', '0'])
      expect(callsOnSocket(calls)).toEqual(['socket', 'bind', 'sendto', 'close'])
      expect(calls.filter((call) => call.includes('SOCK_DGRAM'))).toHaveLength(1)
    })

    test('of a program that makes every network call', async () => {
      const calls = callsWhileOpen(await trace([everyCall, backend]))
      expect(namesOf(calls)).toEqual(networkCalls)
      expect(calls.filter((call) => /^(send|recv)mmsg/.test(call)).map(resultOf)).toEqual(['3', '3'])
    })

    test('of the same program, those that any descriptor has among them', async () => {
      // Some processors have ppoll alone, and strace does not take the name of a call that there is none of.
      const calls = callsWhileOpen(await trace([everyCall, backend], ['?poll', 'ppoll', 'ioctl', 'fcntl']))
      expect(namesOf(calls).map((name) => name.replace('ppoll', 'poll'))).toEqual(allCalls)
    })
  })
})
