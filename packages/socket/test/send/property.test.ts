import type { InetAddress } from '@sendto/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { inetAddress } from '../support.js'
import { failure, isEmpty, roomy, texts, watched } from './support.js'

const how = fc.constantFrom('send', 'sendMany', 'trySend')

// Few sizes, so that neighbours are often alike, and those at which something ends.
const size = fc.constantFrom(0, 1, 2, 2, 2, 3, 100, 100, 1200, 1200, 16_383, 16_384)

const sends = fc.array(fc.record({ how, receiver: fc.nat({ max: 2 }), size }), { minLength: 1, maxLength: 60 })

const yes = () => true
const no = () => false

function tried(make: () => boolean): boolean {
  try {
    return make()
  } catch {
    return false
  }
}

/** What a call answers: an error, so many messages at most, or what it would by itself. */
const answers = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom('EIO', 'EINVAL', 'EMSGSIZE', 'EAGAIN') },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
  { maxLength: 30 },
)

describeEach('any sequence of sends to several destinations', (host) => {
  it.each([
    ['with', 64],
    ['without', 1],
  ])('arrives complete and in order at each, %s joining, whatever the calls answer', async (_, join) => {
    const { backend, calls } = watched(host)
    using sender = DatagramSocket.bind('127.0.0.1:0', { backend, join })
    const receivers = [true, false, true].map((receiveOffload) =>
      roomy('127.0.0.1:0', { backend: host, receiveOffload }),
    )
    const places = receivers.map(inetAddress)
    try {
      await fc.assert(
        fc.asyncProperty(sends, answers, async (sends, answers) => {
          let call = 0
          const given = answers.slice()
          calls.answer = () => {
            const answer = call++ < given.length ? given[call - 1] : undefined
            return typeof answer === 'string' ? failure(host, answer) : answer
          }
          for (const receiver of receivers) while (!isEmpty(receiver)) await receiver.receive()
          const handedIn: { receiver: number; data: Buffer; left: Promise<boolean> | boolean }[] = []
          for (const [index, { how, receiver, size }] of sends.entries()) {
            const data = Buffer.alloc(size, `${index},`)
            const to = places[receiver] as InetAddress
            if (how === 'send') {
              handedIn.push({ receiver, data, left: sender.send(data, to).then(yes, no) })
            } else if (how === 'trySend') {
              handedIn.push({ receiver, data, left: tried(() => sender.trySend(data, to)) })
            } else {
              const many = [data, data, data.subarray(0, 1)].map((data) => ({ data, to }))
              const { sent } = sender.sendMany(many)
              for (const [at, { data }] of many.entries()) handedIn.push({ receiver, data, left: at < sent })
            }
          }
          const left = await Promise.all(handedIn.map(({ left }) => left))
          for (const [index, receiver] of receivers.entries()) {
            const mine = handedIn.filter((datagram, at) => datagram.receiver === index && left[at])
            const all = mine.map(({ data }) => data.toString('latin1'))
            expect(await texts(receiver, all.length)).toEqual(all)
            expect(isEmpty(receiver)).toBe(true)
          }
        }),
        { numRuns: 150 },
      )
    } finally {
      for (const receiver of receivers) receiver.close()
    }
  })
})
