import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type Backend, createSyscalls } from '@sendto/core'
import { scenarioNamed } from './index.js'
import { hasLoaded, type Order, type RoomContext } from './room.js'

const order: Order = parentPort === null ? JSON.parse(process.argv[2] as string) : workerData

const room: RoomContext = {
  module: order.module,
  patience: order.patience,

  async backend() {
    const { default: backend } = (await import(order.module)) as { default: Backend }
    return backend
  },

  async syscalls() {
    return createSyscalls(await room.backend())
  },

  report(value) {
    if (parentPort !== null) parentPort.postMessage(value)
    else writeSync(1, `${JSON.stringify(value)}\n`)
  },

  async toGoOn() {
    if (parentPort !== null) await once(parentPort, 'message')
  },
}

if (parentPort !== null) {
  await room
    .backend()
    .then((backend) => backend.load())
    .catch(() => {})
  parentPort.postMessage(hasLoaded)
}

await scenarioNamed(order.scenario)(room, ...order.input)
