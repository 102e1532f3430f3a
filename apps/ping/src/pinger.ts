import { randomFillSync } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { now } from '@sendto/apps-shared'
import { type Address, type Batch, SyscallError } from 'sendto'
import { decodeReply, encodeRequest, type Family, headerSize } from './echo.js'
import type { IcmpSocket } from './open.js'
import { Summary } from './summary.js'

interface PingerEvents {
  /** Something to print. */
  line: [text: string]
  /** Nothing is waited for any more. */
  settled: []
}

/** Sends echo requests and puts the replies beside them. */
export class Pinger extends EventEmitter<PingerEvents> {
  readonly summary = new Summary()
  readonly #icmp: IcmpSocket
  readonly #family: Family
  // Nobody who has not seen a request can guess the reply.
  readonly #data: Buffer
  // When the requests that are not answered yet have left, by sequence number.
  readonly #left = new Map<number, bigint>()
  // The sequence numbers of what the kernel took, in that order: it tells when each left by its place.
  readonly #taken = new Uint16Array(2 ** 16)
  #nextId = 0

  constructor(icmp: IcmpSocket, family: Family, size: number) {
    super()
    this.#icmp = icmp
    this.#family = family
    this.#data = randomFillSync(Buffer.alloc(size))
    icmp.socket.onBatch = (batch) => {
      for (let i = 0; i < batch.count; i++) this.#receive(batch, i)
    }
    icmp.socket.on('transmitted', ({ id, software }) => this.#note(id, software))
    icmp.socket.on('unreachable', ({ code, offender, data }) => this.#fail(code, 0, offender, data))
    icmp.socket.on('tooBig', ({ mtu, offender, data }) => this.#fail('EMSGSIZE', mtu, offender, data))
  }

  get isWaiting(): boolean {
    return this.#left.size > 0
  }

  send(): void {
    const { socket, identifier } = this.#icmp
    const sequence = ++this.summary.sent & 0xffff
    const before = now()
    try {
      if (!socket.trySend(encodeRequest(this.#family, identifier, sequence, this.#data))) return
      this.#taken[this.#nextId++ & 0xffff] = sequence
      this.#left.set(sequence, before)
    } catch (error) {
      if (!(error instanceof SyscallError)) throw error
      this.emit('line', `sequence ${sequence}: ${error.message}`)
    }
  }

  /** What the kernel says is nearer to the truth than the clock before the call, and there first: a request leaves before it is answered. */
  #note(id: number, time: bigint | null): void {
    const sequence = this.#taken[id & 0xffff] as number
    if (time !== null && this.#left.has(sequence)) this.#left.set(sequence, time)
  }

  #receive(batch: Batch, index: number): void {
    const packet = batch.data(index)
    const reply = decodeReply(
      this.#family,
      this.#icmp.messageOf(Buffer.from(packet.buffer, packet.byteOffset, packet.length)),
    )
    // A raw socket is told of everybody's.
    if (reply?.identifier !== this.#icmp.identifier || !reply.data.equals(this.#data)) return
    const { sequence } = reply
    const from = `${headerSize + reply.data.length} bytes from ${hostOf(batch.from(index))}: sequence ${sequence}`

    const left = this.#left.get(sequence)
    if (left === undefined) {
      this.summary.repeated++
      this.emit('line', `${from}, once more`)
      return
    }
    const time = Number((batch.timestamps[index] || now()) - left) / 1e6
    this.summary.add(time)
    this.emit('line', `${from}, hop limit ${batch.hopLimits[index]}, ${time.toFixed(3)} ms`)
    this.#settle(sequence)
  }

  /** An ICMP error came in, which quotes the request, or a part of it. */
  #fail(code: string, mtu: number, offender: Address | null, quote: Uint8Array): void {
    const request = Buffer.from(quote)
    const sequence = request.length < headerSize ? 0 : request.readUInt16BE(6)
    const reason = code === 'EMSGSIZE' ? `too big for an MTU of ${mtu}` : code
    this.emit('line', `from ${hostOf(offender)}: sequence ${sequence}, ${reason}`)
    this.#settle(sequence)
  }

  #settle(sequence: number): void {
    this.#left.delete(sequence)
    if (!this.isWaiting) this.emit('settled')
  }
}

function hostOf(address: Address | null): string {
  return address?.address ?? 'somebody'
}
