import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { run, untilStopped } from '@sendto/apps-shared'
import { openIcmp } from './open.js'
import { readOptions } from './options.js'
import { Pinger } from './pinger.js'

run(async () => {
  const { backend, host, count, interval, timeout, size, hopLimit } = readOptions()
  const icmp = openIcmp(host, backend)
  using socket = icmp.socket
  if (hopLimit !== undefined) socket.setOption(host.family === 'IPv4' ? 'IP_TTL' : 'IPV6_UNICAST_HOPS', hopLimit)

  console.log(`${size} bytes of data to ${host.address} (${icmp.kind})`)
  const pinger = new Pinger(icmp, host.family, size)
  pinger.on('line', (text) => console.log(text))

  const stopped = untilStopped()
  while (pinger.summary.sent < count) {
    if (pinger.summary.sent > 0) await setTimeout(interval * 1000, null, { signal: stopped }).catch(() => {})
    if (stopped.aborted) break
    pinger.send()
  }
  if (pinger.isWaiting) {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeout * 1000)])
    await once(pinger, 'settled', { signal }).catch(() => {})
  }

  console.log(String(pinger.summary))
  if (pinger.summary.received === 0) process.exitCode = 1
})
