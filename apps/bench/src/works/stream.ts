import { setTimeout } from 'node:timers/promises'
import type { Answer, Program } from '../harness/program.js'
import type { Column, Sample } from '../harness/table.js'

/** Of one stream. CPU time is what the processes took, in nanoseconds for each datagram that they sent, or received. */
export const columns = {
  rate: { name: 'rate', title: 'M/s received', digits: 3 },
  receiving: { name: 'receiving', title: 'ns CPU to receive', digits: 0 },
  sending: { name: 'sending', title: 'ns CPU to send', digits: 0 },
  lost: { name: 'lost', title: '% lost', digits: 1 },
  perWake: { name: 'perWake', title: 'a wake-up of epoll', digits: 1 },
  perCall: { name: 'perCall', title: 'a call', digits: 1 },
} satisfies Record<string, Column>

export interface Stream {
  readonly sender: Program
  readonly receiver: Program
  /** Of the plan. */
  readonly scale: number
}

/** Milliseconds for which a stream goes that is measured whole; and for which it goes before, so that the compiler is done: a program on the drop-in takes most of a second. */
const whole = 400
const warmth = 2000
const mostWarmth = 1000
const least = 100

/** How many datagrams a sender sends in so many milliseconds, which it is asked to do. */
async function warmUp(sender: Program, milliseconds: number): Promise<{ sent: number; perMillisecond: number }> {
  let [sent, elapsed, next, perMillisecond] = [0, 0, 4000, 0]
  while (elapsed < milliseconds * 0.9) {
    const { datagrams = 0, wall = 0 } = await sender.ask(`send ${next}`)
    sent += datagrams
    elapsed += wall / 1e6
    perMillisecond = (datagrams / wall) * 1e6
    next = Math.max(1000, Math.ceil((milliseconds - elapsed) * perMillisecond))
  }
  return { sent, perMillisecond }
}

/**
 * One measured stream, as long for a slow contender as for a fast one. Each datagram that was sent is one that was received, or lost; and dropped, as the receiver's kernel counts.
 */
export async function stream({ sender, receiver, scale }: Stream): Promise<Sample> {
  const isTrial = scale < 0.01
  const { sent: before, perMillisecond } = await warmUp(sender, isTrial ? 1 : Math.min(mostWarmth, warmth * scale))
  await settled(receiver, before)
  const count = isTrial ? 3000 : Math.ceil(Math.max(least, whole * scale) * perMillisecond)
  await receiver.ask('begin')
  const sent = await sender.ask(`send ${count}`)
  const received = await settled(receiver, sent.datagrams as number)
  const { datagrams = 0, cpu = 0, sum, wakes = Number.NaN, calls = Number.NaN } = received
  if (sum !== datagrams) throw new Error(`${datagrams} datagrams with a sum of ${sum}`)
  if (datagrams > (sent.datagrams as number)) throw new Error(`${datagrams} received of ${sent.datagrams}`)
  return {
    sent: sent.datagrams as number,
    received: datagrams,
    bytes: received.bytes as number,
    rate: (datagrams / (sent.wall as number)) * 1e3,
    receiving: cpu / datagrams,
    sending: (sent.cpu as number) / (sent.datagrams as number),
    lost: (1 - datagrams / (sent.datagrams as number)) * 100,
    ...(received.drops === undefined ? {} : { drops: received.drops }),
    ...(wakes > 0 ? { perWake: datagrams / wakes } : {}),
    ...(calls > 0 ? { perCall: datagrams / calls } : {}),
  }
}

/** What a receiver has once nothing more comes: all of it, or the same twice in a row. */
export async function settled(receiver: Program, sent: number): Promise<Answer> {
  let last = Number.NaN
  for (;;) {
    const answer = await receiver.ask('tell')
    if (answer.datagrams === sent || answer.datagrams === last) return answer
    last = answer.datagrams as number
    await setTimeout(20)
  }
}
