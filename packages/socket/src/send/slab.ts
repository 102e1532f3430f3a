import { type Backend, Sends, type SendVector, type Syscalls } from '@sendto/core'
import { Outgoing } from './outgoing.js'
import { QueueMemory } from './queue-memory.js'

const slots = 128
/** Little enough to stay in the cache, and enough for four messages of the largest size. */
const bytes = 256 * 1024
/** A source address, a traffic class, a hop limit and a segment size. */
const controlSize = 128
const mostSizes = 64

/** What the sockets of one backend send with in one thread: in use during one call only. */
export class SendSlab {
  readonly sends: Sends
  /** Of how many datagrams each message of the vector is joined. */
  readonly runs = new Uint16Array(slots)
  /** Where what waits in a queue lies. */
  readonly memory = new QueueMemory()
  readonly #backend: Backend
  #maxSegments: number | undefined
  #vector: SendVector | null = null
  #list: Outgoing[] | null = []
  readonly #segmentSizes = new Map<number, Uint8Array>()

  constructor(sys: Syscalls) {
    this.sends = new Sends(sys)
    this.#backend = sys.backend
  }

  /** Into how many segments a message can be cut; 1 where there is no such thing. */
  get maxSegments(): number {
    // A backend finds it out by trying.
    this.#maxSegments ??= this.#backend.capabilities.maxSegments
    return this.#maxSegments
  }

  get vector(): SendVector {
    this.#vector ??= this.sends.createVector({ slots, bytes, controlSize })
    return this.#vector
  }

  /**
   * A list for a batch, with at least so many datagrams, to be given back. Code of the program's may lead here again while it is in use; it is given another
   * one then.
   */
  borrowList(length: number): Outgoing[] {
    const list = this.#list ?? []
    this.#list = null
    while (list.length < length) list.push(new Outgoing())
    return list
  }

  giveBack(list: Outgoing[]): void {
    // One long batch is no reason to keep room for another.
    if (list.length > 4096) list.length = 4096
    this.#list = list
  }

  /** Control data that has a message cut into segments of this size, behind other control data. */
  segmentControl(segmentSize: number, control: Uint8Array | null): Uint8Array {
    let cut = this.#segmentSizes.get(segmentSize)
    if (cut === undefined) {
      cut = this.sends.control('control', [{ kind: 'segmentSize', segmentSize }])
      if (this.#segmentSizes.size >= mostSizes) this.#segmentSizes.clear()
      this.#segmentSizes.set(segmentSize, cut)
    }
    if (control === null) return cut
    const both = new Uint8Array(control.length + cut.length)
    both.set(control)
    both.set(cut, control.length)
    return both
  }
}
