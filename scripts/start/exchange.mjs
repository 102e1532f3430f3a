import { Failure } from './failure.mjs'
import { line } from './line.mjs'
import { start } from './program.mjs'

/** One server and one client, which starts when the server listens. */
export async function exchange({ backend, port, bindPort, seconds }) {
  // If this process is killed without a chance to clean up, the server still ends by itself, after any wait here.
  const server = start(backend, 'server', ['--port', port, '--timeout', String(seconds + 10)])
  const [, actualPort] = await within(
    seconds,
    server.prints(/^listening on .*:(\d+)$/),
    backend,
    'server',
    'did not listen',
  )

  const client = start(backend, 'client', ['--port', actualPort, '--bind-port', bindPort])
  await within(seconds, client.succeeds(), backend, 'client', 'did not end')
  await within(seconds, server.succeeds(), backend, 'server', 'did not end')
}

async function within(seconds, promise, backend, name, otherwise) {
  let timer
  const late = new Promise((_, reject) => {
    const failure = new Failure(line(backend, name, `${otherwise} within ${seconds} seconds`))
    timer = setTimeout(reject, seconds * 1000, failure)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
