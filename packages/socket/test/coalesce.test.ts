import type { Backend, Watch } from '@sendto/core'
import { expect, it } from 'vitest'
import { type BindOptions, DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { turns, until } from './support.js'

describeEach('a socket that a dense stream comes to', (backend) => {
  it('has it wake the loop by the clock, and by readiness once it is over', async () => {
    using stream = dense(backend, { coalesce: 500 })
    await until(() => stream.periods.length > 0)
    expect(stream.periods[0]).toBeGreaterThanOrEqual(20)
    expect(stream.periods[0]).toBeLessThanOrEqual(500)
    const { received } = stream
    await until(() => stream.received > received + 100)
    stream.stop()
    await until(() => stream.periods.at(-1) === 0)
    stream.start()
    await until(() => stream.received > received + 200)
    stream.stop()
    await until(() => stream.received === stream.sent)
  })

  it('waits for less where its receive buffer would fill up', async () => {
    using stream = dense(backend, { coalesce: 900_000, options: { SO_RCVBUF: 2 ** 15 } })
    await until(() => stream.periods.length > 0)
    expect(stream.periods[0]).toBeLessThan(900_000)
  })

  it.for<[string, BindOptions & { answers?: boolean }]>([
    ['that it is not to wait for', { coalesce: 0 }],
    ['that it answers', { answers: true }],
    ['while it tells ICMP errors', { icmpErrors: true }],
  ])('never does so with one %s', async ([, options]) => {
    using stream = dense(backend, options)
    await until(() => stream.received > 4000)
    expect(stream.periods).toEqual([])
  })

  it('is closed from its handler as well as any other', async () => {
    using stream = dense(backend, {})
    await until(() => stream.periods.length > 0)
    stream.end()
    const { received } = stream
    await turns(100)
    expect(stream.received).toBeLessThanOrEqual(received + 256)
  })

  it('refuses anything but an integer from 0 to 999,999 for coalesce', () => {
    for (const [coalesce, code] of [
      ['1', 'ERR_INVALID_ARG_TYPE'],
      [null, 'ERR_INVALID_ARG_TYPE'],
      [-1, 'ERR_OUT_OF_RANGE'],
      [0.5, 'ERR_OUT_OF_RANGE'],
      [1_000_000, 'ERR_OUT_OF_RANGE'],
    ]) {
      expect(() => DatagramSocket.bind('127.0.0.1:0', { backend, coalesce: coalesce as number })).toThrow(
        expect.objectContaining({ code }),
      )
    }
  })
})

/** A stream whose next two datagrams leave as soon as those before have come; and in which periods its receiver goes by the clock, 0 for readiness. */
function dense(backend: Backend, { answers = false, ...options }: BindOptions & { answers?: boolean }) {
  const periods: number[] = []
  const receiver = DatagramSocket.bind('127.0.0.1:0', { backend: noting(backend, periods), ...options })
  const sender = DatagramSocket.bind('127.0.0.1:0', { backend })
  let [sent, received, isOn, ends] = [0, 0, true, false]
  const send = () => {
    for (let i = 0; i < 2; i++) if (sender.trySend(new Uint8Array(8), receiver.localAddress)) sent++
  }
  receiver.onBatch = ({ count }) => {
    received += count
    if (answers) receiver.trySend(new Uint8Array(1), sender.localAddress)
    if (ends) receiver.close()
    else if (isOn) send()
  }
  send()
  return {
    periods,
    get sent() {
      return sent
    },
    get received() {
      return received
    },
    stop() {
      isOn = false
    },
    start() {
      isOn = true
      send()
    },
    end() {
      ends = true
    },
    [Symbol.dispose]() {
      if (!receiver.closed) receiver.close()
      sender.close()
    },
  }
}

/** The backend, with a note of each time that a watch goes by another clock, or by readiness after that. */
function noting(backend: Backend, periods: number[]): Backend {
  const watch: Backend['watch'] = (...input) => {
    const made = backend.watch(...input)
    if (typeof made === 'number') return made
    return {
      coalesce(microseconds: number) {
        const does = made.coalesce?.(microseconds) ?? false
        if (does) periods.push(microseconds)
        return does
      },
      change(events: number) {
        if (periods.length > 0) periods.push(0)
        made.change(events)
      },
      ref: () => made.ref(),
      unref: () => made.unref(),
      close: () => made.close(),
    } satisfies Watch
  }
  return Object.assign(Object.create(backend) as Backend, { watch })
}
