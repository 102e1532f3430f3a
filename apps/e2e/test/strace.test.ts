import { beforeEach, describe, expect, test } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { app, startServer } from './support/program.js'
import { callsOnSocket, trace, whyNoStrace } from './support/strace.js'

const why = whyNoStrace()

describe('strace shows socket, bind, sendto, close and nothing else on the socket', () => {
  beforeEach(({ skip }) => skip(why !== undefined, why))

  describeEachBackend((backend) => {
    const both = ['--backend', backend]

    test('of the client', async () => {
      const { port } = await startServer(...both)
      const calls = await trace([app('client'), ...both, '--port', port, '--bind-port', '0'])
      expect(callsOnSocket(calls)).toEqual(['socket', 'bind', 'sendto', 'close'])
      expect(calls.filter((call) => call.includes('SOCK_DGRAM'))).toHaveLength(1)
    })
  })
})
