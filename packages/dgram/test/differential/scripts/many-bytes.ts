import { AF_INET, bind, close, getsockname, MSG_DONTWAIT, recvfrom, SOCK_DGRAM, setOption, socket } from 'sendto'
import type { Script, Trial } from '../trial.js'

/** As much as one message may carry: what is held back leaves before there is more of it. */
const most = 65_507

/** A receiver that can be looked at in the middle of a turn of the loop. */
class Sink implements Disposable {
  readonly port: number
  readonly #fd = socket(AF_INET, SOCK_DGRAM)
  readonly #buffer = new Uint8Array(2 ** 16)

  constructor() {
    setOption(this.#fd, 'SO_RCVBUF', 2 ** 22)
    bind(this.#fd, { address: '127.0.0.1', port: 0 })
    this.port = getsockname(this.#fd).port as number
  }

  /** What has come, by size and the number that it begins with. */
  take(): string[] {
    const taken: string[] = []
    for (;;) {
      try {
        const { size } = recvfrom(this.#fd, this.#buffer, MSG_DONTWAIT as number)
        taken.push(`${size}${size > 0 ? ` ${this.#buffer[0]}` : ''}`)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return taken
        throw error
      }
    }
  }

  [Symbol.dispose](): void {
    close(this.#fd)
  }
}

/** Sends datagrams of these sizes in one turn, each with its number for a first byte, the way that both kinds of sockets have. */
async function sender(trial: Trial, { port }: Sink, isConnected: boolean) {
  const from = trial.createSocket('udp4')
  await new Promise<void>((resolve) => from.bind(0, '127.0.0.1', resolve))
  if (isConnected) await new Promise<void>((resolve) => from.connect(port, '127.0.0.1', resolve as () => void))
  return (sizes: readonly number[]) => {
    for (const [number, size] of sizes.entries()) {
      const data = Buffer.alloc(size, number)
      const told = (...values: unknown[]) => trial.journal.write('sender', `${number} called`, ...values)
      if (isConnected) from.send(data, told)
      else from.send(data, port, '127.0.0.1', told)
    }
  }
}

/** Rounds that fit a receive queue. */
const rounds = [
  [60_000, 5507, 1, 0, 1],
  [most, 10],
  [10, most],
  [30_000, 40_000, 20],
  [20, most + 1, 21],
  [65_000, 600, 600],
  [0, 0, most, 0],
]

export const manyBytesScripts: readonly Script[] = [true, false].flatMap((isConnected) => [
  {
    title: `what is beyond 64 KiB in one turn leaves in its order${isConnected ? ', connected' : ''}`,
    covers: ['send'],
    order: 'each',
    run: async (trial) => {
      using sink = new Sink()
      trial.journal.call(sink.port, 'sink')
      const send = await sender(trial, sink, isConnected)
      send(new Array(100).fill(1200))
      const first = isConnected ? sink.take() : []
      if (isConnected) trial.journal.write('sink', 'has the first', first.length >= Math.floor(most / 1200))
      process.nextTick(() => trial.journal.write('sink', 'a tick later', [...first, ...sink.take()]))
      await trial.turns(5)
      trial.journal.write('sink', 'later', sink.take())
    },
  },
  {
    title: `datagrams of any size leave one behind the other${isConnected ? ', connected' : ''}`,
    covers: ['send'],
    order: 'each',
    run: async (trial) => {
      using sink = new Sink()
      trial.journal.call(sink.port, 'sink')
      const send = await sender(trial, sink, isConnected)
      for (const sizes of rounds) {
        send(sizes)
        process.nextTick(() => trial.journal.write('sink', 'a tick later', sink.take()))
        await trial.turns(5)
        trial.journal.write('sink', 'later', sink.take())
      }
    },
  },
])
