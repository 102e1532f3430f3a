import { workerData } from 'node:worker_threads'
import { environmentOf } from '../environment.js'
import { DatagramSocket } from '../socket.js'
import type { Assignment, Report, ShardModule } from './assignment.js'
import { isOfClosing } from './error.js'
import { defaultOf, loadBackend } from './module.js'

const { module, backend: path, fd, options, statistics, shard, control } = workerData as Assignment
const report = (what: Report) => control.postMessage(what)
const closing = new AbortController()
let socket: DatagramSocket | null = null

// Referenced, so that the thread lives until it is told to end.
control.on('message', () => void end())

async function run(): Promise<void> {
  const backend = loadBackend('backend', path)
  const { sys } = environmentOf(backend)
  report('loaded')
  const serve = defaultOf(await import(module)) as ShardModule
  if (typeof serve !== 'function') throw new TypeError(`${module} has no function as its default export`)
  if (closing.signal.aborted) return
  socket = DatagramSocket.adopt(sys.dup(fd), { ...options, backend, statistics })
  socket.once('close', () => {
    if (!closing.signal.aborted) throw new Error('the socket of a shard was closed by its module')
  })
  const served = serve(socket, { ...shard, address: socket.localAddress, signal: closing.signal })
  report('running')
  await served
}

const running = run()

async function end(): Promise<void> {
  closing.abort()
  // What waits for a datagram hears that the socket is closed.
  const ended = running.catch((error) => {
    if (!isOfClosing(error)) throw error
  })
  await Promise.all([ended, socket?.[Symbol.asyncDispose]()])
  process.exit()
}
