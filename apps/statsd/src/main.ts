import { once } from 'node:events'
import { printable, run, untilStopped } from '@sendto/apps-shared'
import { type Batch, DatagramSocket } from 'sendto'
import { readOptions } from './options.js'
import { Sink } from './sink.js'

run(async () => {
  const { backend, addresses, flush, count } = readOptions()
  const enough = new AbortController()
  const signal = AbortSignal.any([untilStopped(), enough.signal])
  const sink = new Sink()

  const take = (batch: Batch) => {
    for (let i = 0; i < batch.count && sink.datagrams < count; i++) sink.take(batch.data(i))
    if (sink.datagrams === count) enough.abort()
  }
  const print = () => {
    for (const line of sink.flush()) console.log(printable(line))
  }
  const timer = setInterval(print, flush * 1000)
  try {
    for (const address of addresses) {
      const socket = DatagramSocket.bind(address, { backend, signal })
      console.error(`listening on ${socket.localAddress}`)
      socket.onBatch = take
    }
    await once(signal, 'abort')
  } finally {
    clearInterval(timer)
    enough.abort()
  }
  print()
  console.log(String(sink))
})
