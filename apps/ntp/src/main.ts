import { setTimeout } from 'node:timers/promises'
import { run } from '@sendto/apps-shared'
import { DatagramSocket } from 'sendto'
import { ask, type Sample } from './ask.js'
import { readOptions } from './options.js'

run(async () => {
  const { backend, server, count, interval, timeout } = readOptions()
  using socket = DatagramSocket.connect(server, { backend, info: { timestamp: true } })

  const samples: Sample[] = []
  while (samples.length < count) {
    if (samples.length > 0) await setTimeout(interval * 1000)
    const sample = await ask(socket, timeout)
    const { stratum, reference } = sample.response
    console.log(`stratum ${stratum} (${reference}), offset ${exact(sample.offset)}, delay ${exact(sample.delay)}`)
    samples.push(sample)
  }

  // The less time was spent on the way, the less the two ways can differ.
  const { offset, distance } = samples.reduce((best, each) => (each.delay < best.delay ? each : best))
  const direction = offset < 0 ? 'behind' : 'ahead of'
  console.log(`the clock of ${server} is ${exact(Math.abs(offset))} ${direction} ours, give or take ${exact(distance)}`)
})

function exact(seconds: number): string {
  return `${seconds.toFixed(6)} s`
}
