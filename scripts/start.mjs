// node scripts/start.mjs [--port N] [--bind-port N] [--timeout SECONDS]: the server and the client of apps/ as two processes, on each backend that loads or
// on the one that SENDTO_BACKEND names. Port 0 is any free one; the time-out bounds each wait.

import { parseArgs } from 'node:util'
import { loadable } from './start/backends.mjs'
import { exchange } from './start/exchange.mjs'
import { Failure } from './start/failure.mjs'
import { endAll } from './start/program.mjs'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    endAll()
    // The handler is gone by now: whoever waits for us sees the signal.
    process.kill(process.pid, signal)
  })
}

try {
  const { port, bindPort, seconds } = readOptions()
  const backends = await loadable()
  if (backends.length === 0) throw new Failure('no backend could be loaded')
  for (const backend of backends) await exchange({ backend, port, bindPort, seconds })
} catch (error) {
  if (!(error instanceof Failure)) throw error
  if (error.message) console.error(error.message)
  process.exitCode = error.exitCode
} finally {
  endAll()
}

function readOptions() {
  const options = {
    port: { type: 'string', default: '8080' },
    'bind-port': { type: 'string', default: '8081' },
    timeout: { type: 'string', default: '10' },
  }
  try {
    const { port, 'bind-port': bindPort, timeout } = parseArgs({ options }).values
    const seconds = Number(timeout)
    if (!(seconds > 0 && seconds <= 1_000_000)) throw new RangeError('--timeout must be a number of seconds')
    return { port, bindPort, seconds }
  } catch ({ message }) {
    throw new Failure(message, 2)
  }
}
