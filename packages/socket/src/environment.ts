import { type Backend, createSyscalls, type MessageVector, type Syscalls } from '@sendto/core'
import { type Info, infoKey } from './receive/info.js'
import { VectorBatch } from './receive/vector-batch.js'
import { SendSlab } from './send/slab.js'

const slots = 64
// A cache line more than 64 KiB from one slot to the next, or the first lines of all slots would compete for the same few places in the cache.
const slotSize = 65_536 + 64
/** Room for all that can be asked for, for both families of a dual-stack socket. */
const controlSize = 384

/** What the sockets of one backend share in one thread: its calls, and memory that is in use during one of them only. */
export class Environment {
  readonly sys: Syscalls
  #receiving: MessageVector | null = null
  // By what is asked for: a few, since sockets of one program ask for much the same.
  readonly #batches = new Map<number, VectorBatch>()
  #sending: SendSlab | null = null

  constructor(backend: Backend) {
    this.sys = createSyscalls(backend)
  }

  /** What sockets receive into. */
  receiving(info: Info): VectorBatch {
    if (this.#receiving === null || isGone(this.#receiving)) {
      this.#receiving = this.#vector()
      this.#batches.clear()
    }
    const key = infoKey(info)
    const known = this.#batches.get(key)
    if (known !== undefined) return known
    const batch = new VectorBatch(this.#receiving, info)
    this.#batches.set(key, batch)
    return batch
  }

  /** What sockets send with. */
  get sending(): SendSlab {
    this.#sending ??= new SendSlab(this.sys.backend)
    return this.#sending
  }

  #vector(): MessageVector {
    return this.sys.createVector({ slots, slotSize, controlSize })
  }
}

// A program may have transferred what it was lent.
function isGone({ payload }: MessageVector): boolean {
  return payload.length === 0
}

const environments = new WeakMap<Backend, Environment>()

/** The environment of a backend, in this thread. */
export function environmentOf(backend: Backend): Environment {
  const known = environments.get(backend)
  if (known !== undefined) return known
  const environment = new Environment(backend)
  environments.set(backend, environment)
  return environment
}
