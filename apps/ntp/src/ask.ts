import { randomBytes } from 'node:crypto'
import { Failure, now } from '@sendto/apps-shared'
import type { DatagramSocket } from 'sendto'
import { decodeResponse, encodeRequest, type Response } from './packet.js'
import { secondsBetween, toTimestamp } from './time.js'

/** One exchange with a server, in seconds. */
export interface Sample {
  readonly response: Response
  /** How far the server's clock is ahead of ours. */
  readonly offset: number
  /** How long the datagrams were on their way, there and back. */
  readonly delay: number
  /** How far the offset may be from the truth: RFC 5905's root distance, without what grows with time. */
  readonly distance: number
}

/**
 * Asks a server for the time, once, on a socket that is connected to it.
 * @param patience in seconds
 */
export async function ask(socket: DatagramSocket, patience: number): Promise<Sample> {
  // Not the time, which is nobody's business, but what only the server can know.
  const nonce = randomBytes(8).readBigUInt64BE()
  const sent = now()
  await socket.send(encodeRequest(nonce))
  const { response, received } = await answerTo(nonce, socket, patience)
  check(response)
  return { response, ...compute(response, toTimestamp(sent), toTimestamp(received)) }
}

async function answerTo(nonce: bigint, socket: DatagramSocket, patience: number) {
  const deadline = performance.now() + patience * 1000
  for (;;) {
    const { data, timestamp } = await socket.receive({ timeout: Math.max(0, Math.ceil(deadline - performance.now())) })
    const response = decodeResponse(Buffer.from(data.buffer, data.byteOffset, data.length))
    // Anything else is forged, or too late.
    if (response?.origin === nonce) return { response, received: timestamp ?? now() }
  }
}

/** RFC 5905, 14: what a client must not take for the time. */
function check({ stratum, reference, leap, transmit }: Response): void {
  if (stratum === 0) throw new Failure(`the server refuses: kiss o' death ${JSON.stringify(reference)}`)
  if (leap === 3 || stratum > 15 || transmit === 0n) throw new Failure("the server's clock is not synchronized")
}

/** What our clock is read to, in seconds. */
const precision = 1e-6

/** RFC 5905, 8. Both ways are taken to be equally long, so the offset is wrong by half of the delay at most. */
function compute({ receive, transmit, rootDelay, rootDispersion }: Response, sent: bigint, received: bigint) {
  const offset = (secondsBetween(sent, receive) + secondsBetween(received, transmit)) / 2
  // Never less than clocks are told apart by: one that is being corrected may have run faster than ours.
  const delay = Math.max(secondsBetween(sent, received) - secondsBetween(receive, transmit), precision)
  return { offset, delay, distance: (delay + rootDelay) / 2 + rootDispersion }
}
