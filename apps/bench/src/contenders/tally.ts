import { cpu, obey } from './commands.js'

/** Counts what a receiver or a server has, and tells it when asked. */
export function tally(ready: { readonly port: number }): (data: Uint8Array) => void {
  let [datagrams, bytes, sum, start] = [0, 0, 0, 0]
  obey(ready, {
    begin() {
      datagrams = bytes = sum = 0
      start = cpu()
      return {}
    },
    tell: () => ({ datagrams, bytes, sum, cpu: cpu() - start }),
  })
  return (data) => {
    datagrams++
    bytes += data.length
    sum += data[0] as number
  }
}

/** Sends one after the other, as `send` does it, which may be waited for. */
export function sender(size: number, send: (data: Uint8Array) => Promise<unknown>): void {
  const data = new Uint8Array(size).fill(1)
  obey(
    {},
    {
      async send(count = 0) {
        const [start, begun] = [cpu(), performance.now()]
        for (let i = 0; i < count; i++) await send(data)
        return { datagrams: count, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
      },
    },
  )
}
