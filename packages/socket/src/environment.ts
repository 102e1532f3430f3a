import { type Address, type Backend, createSyscalls, type Syscalls } from '@sendto/core'
import { ReceiveSlab } from './receive/slab.js'
import { SendSlab } from './send/slab.js'

/** Room for all that can be asked for, for both families of a dual-stack socket. */
const controlSize = 384
// A cache line more than 64 KiB from one slot to the next, or the first lines of all slots would compete for the same few places in the cache.
const inetSize = { slots: 64, slotSize: 2 ** 16 + 64, controlSize }
// Datagrams of Unix sockets are limited by the sender's buffer alone: 416 KiB, unless the system was told otherwise. What is not used has no memory behind it.
const unixSize = { slots: 32, slotSize: 2 ** 19 + 64, controlSize }

/** What the sockets of one backend share in one thread: its calls, and memory that is in use during one of them only. */
export class Environment {
  readonly sys: Syscalls
  readonly #inet: ReceiveSlab
  readonly #unix: ReceiveSlab
  #sending: SendSlab | null = null

  constructor(backend: Backend) {
    this.sys = createSyscalls(backend)
    this.#inet = new ReceiveSlab(this.sys, inetSize)
    this.#unix = new ReceiveSlab(this.sys, unixSize)
  }

  /** What sockets of a family receive into. */
  receiving(family: Address['family']): ReceiveSlab {
    return family === 'unix' ? this.#unix : this.#inet
  }

  /** What sockets send with. */
  get sending(): SendSlab {
    this.#sending ??= new SendSlab(this.sys.backend)
    return this.#sending
  }
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
