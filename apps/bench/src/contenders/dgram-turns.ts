import dgram from 'node:dgram'
import { cpu, obey } from './commands.js'

/**
 * node dgram-turns.js ADDRESS PORT SIZE TURN: a stream of numbered datagrams on node:dgram, TURN sends with callbacks in each turn of the event loop; or, where TURN is 0, each
 * awaited before the next. Command: send COUNT.
 */
const [address, ...numbers] = process.argv.slice(2)
const [port, size, turn] = numbers.map(Number) as [number, number, number]
const socket = dgram.createSocket('udp4')
// Node reads the data of an unconnected socket a tick later: those of a turn are not the same.
const buffers = Array.from({ length: Math.max(turn, 1) }, () => Buffer.alloc(size, 1))

obey(
  {},
  {
    async send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      if (turn === 0) await awaitEach(count)
      else await inTurns(count)
      return { datagrams: count, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)

function inTurns(count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let [next, called] = [0, 0]
    const sent = (error: Error | null) => {
      if (error !== null) reject(error)
      else if (++called === count) resolve()
      else if (called === next) setImmediate(sendSome)
    }
    const sendSome = () => {
      for (let i = 0; i < turn && next < count; i++) {
        const data = buffers[i] as Buffer
        data.writeUInt32LE(next++, 4)
        socket.send(data, port, address, sent)
      }
    }
    sendSome()
  })
}

async function awaitEach(count: number): Promise<void> {
  const [data] = buffers as [Buffer]
  for (let i = 0; i < count; i++) {
    data.writeUInt32LE(i, 4)
    await new Promise<void>((resolve, reject) => {
      socket.send(data, port, address, (error) => (error === null ? resolve() : reject(error)))
    })
  }
}
