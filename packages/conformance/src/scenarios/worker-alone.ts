import { Worker } from 'node:worker_threads'
import type { Scenario } from './room.js'

// In a variable, since bundlers take `new Worker(new URL(...))` for something of theirs.
const here = import.meta.url

/** Terminates workers in the midst of traffic, in a process that does not load the backend itself, and reports each that has ended. */
export const workerAlone: Scenario<[count: number]> = async (room, count) => {
  const { module, patience } = room
  for (let i = 0; i < count; i++) {
    const workerData = { module, patience, scenario: 'busy', input: ['terminate'] }
    const worker = new Worker(new URL('./main.js', here), { workerData })
    worker.on('message', (message) => {
      if (message === 'busy') void worker.terminate()
    })
    await new Promise((resolve) => worker.on('exit', resolve))
    room.report('ended')
  }
}
