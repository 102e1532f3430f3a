import { type Datagram, DatagramSocket, type InetAddress } from 'sendto'
import { onTestFinished } from 'vitest'

/** From 1900 to 1970, in nanoseconds. */
const epoch = 2_208_988_800_000_000_000n

export interface Answer {
  /** How far the server's clock is ahead, in seconds. */
  readonly ahead?: number
  readonly leap?: number
  readonly stratum?: number
  readonly reference?: string
  readonly origin?: bigint
  readonly mode?: number
}

/** A request as it came, and a way to answer it: as a server does whose source is a GPS receiver, but for what the answer says. */
export interface Question {
  readonly request: Buffer
  answer(answer?: Answer): Promise<void>
}

/** A server that answers as a test tells it to; closed with the test. */
export function startScripted(script: (question: Question) => Promise<void>): number {
  const socket = DatagramSocket.bind('127.0.0.1:0', { info: { timestamp: true } })
  onTestFinished(() => socket.close())
  const run = async () => {
    for await (const { data, from, timestamp } of socket) {
      const request = Buffer.from(data)
      await script({
        request,
        answer: (answer = {}) => socket.send(encode(request, timestamp as bigint, answer), from),
      })
    }
  }
  run()
  return (socket.localAddress as InetAddress).port
}

function encode(request: Buffer, received: NonNullable<Datagram['timestamp']>, answer: Answer): Buffer {
  const { ahead = 0, leap = 0, stratum = 1, reference = 'GPS', mode = 4 } = answer
  const response = Buffer.alloc(48)
  response.writeUInt8((leap << 6) | (4 << 3) | mode, 0)
  response.writeUInt8(stratum, 1)
  response.write(reference, 12)
  response.writeBigUInt64BE(answer.origin ?? request.readBigUInt64BE(40), 24)
  response.writeBigUInt64BE(timestampOf(received, ahead), 32)
  const sent = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6))
  response.writeBigUInt64BE(timestampOf(sent, ahead), 40)
  return response
}

/** Of a time in nanoseconds since 1970, and so many seconds more. */
function timestampOf(time: bigint, more: number): bigint {
  return BigInt.asUintN(64, ((time + epoch + BigInt(more) * 1_000_000_000n) << 32n) / 1_000_000_000n)
}
