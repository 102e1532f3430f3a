import { type Address, type Backend, createSyscalls, type Syscalls } from '@sendto/core'
import { ReceiveSlab } from './receive/slab.js'
import { Spin } from './receive/spin.js'
import { SendSlab } from './send/slab.js'

/** Room for all that can be asked for, for both families of a dual-stack socket. */
const controlSize = 384
// A cache line more than 64 KiB from one slot to the next, or the first lines of all slots would compete for the same few places in the cache.
const inetSize = { slots: 64, slotSize: 2 ** 16 + 64, controlSize }
// Joined datagrams fill their slots: what a call brings is to stay in a cache of the second level until it has been read.
const joinedSize = { ...inetSize, slots: 4 }
// Datagrams of Unix sockets are limited by the sender's buffer alone: 416 KiB, unless the system was told otherwise. What is not used has no memory behind it.
const unixSize = { slots: 32, slotSize: 2 ** 19 + 64, controlSize }

/** What the sockets of one backend share in one thread: its calls, and memory that is in use during one of them only. */
export class Environment {
  readonly sys: Syscalls
  readonly spin = new Spin()
  readonly #inet: ReceiveSlab
  readonly #joined: ReceiveSlab
  readonly #unix: ReceiveSlab
  #sending: SendSlab | null = null

  constructor(backend: Backend) {
    this.sys = createSyscalls(backend)
    this.#inet = new ReceiveSlab(this.sys, inetSize)
    this.#joined = new ReceiveSlab(this.sys, joinedSize)
    this.#unix = new ReceiveSlab(this.sys, unixSize)
  }

  /**
   * What sockets of a family receive into.
   * @param joined whether messages are expected that fill their slots
   */
  receiving(family: Address['family'], joined: boolean): ReceiveSlab {
    if (family === 'unix') return this.#unix
    return joined ? this.#joined : this.#inet
  }

  /** What sockets send with. */
  get sending(): SendSlab {
    this.#sending ??= new SendSlab(this.sys)
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
