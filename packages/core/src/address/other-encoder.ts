import { invalidArgValue } from '../argument-errors.js'
import type { Backend } from '../backend.js'
import { type Destination, type Name, NameMemory } from '../name.js'
import type { Platform } from '../platform/platform.js'
import type { AddressInit } from './address.js'
import { checkAgreement, checkFamily, checkSockaddr } from './raw.js'
import { getFamily, viewOf } from './sockaddr-family.js'
import { encodeUnix } from './sockaddr-un.js'
import { checkUnix } from './unix.js'

/** `struct sockaddr_storage`, RFC 3493. */
const capacity = 128

interface EncodedUnix {
  readonly family: unknown
  readonly path: unknown
  readonly abstract: unknown
  readonly name: Name
}

/** Addresses of Unix sockets and raw ones, to `sockaddr` bytes. The last Unix socket is remembered, where its name was a string. */
export class OtherEncoder {
  readonly #platform: Platform
  readonly #memory: NameMemory
  #last: EncodedUnix | undefined

  constructor(backend: Pick<Backend, 'platform' | 'address'>) {
    this.#platform = backend.platform
    this.#memory = new NameMemory(backend, 16 * capacity)
  }

  /**
   * The address as a whole `sockaddr`; null if it is of no such family. Each field of `init` is read once.
   * @param argument what errors call it: `to`
   * @param family the field of `init`, which was read already
   */
  encode(argument: string, family: unknown, init: AddressInit): Name | null {
    const { path, abstract } = init
    const last = this.#last
    if (last !== undefined && last.family === family && last.path === path && last.abstract === abstract) {
      return last.name
    }
    const { bytes } = init
    if (bytes !== undefined || typeof family === 'number') return this.#raw(argument, family, bytes)
    if (family !== 'unix' && path === undefined && abstract === undefined) return null
    return this.#unix(argument, { family, path, abstract })
  }

  #unix(argument: string, init: Omit<EncodedUnix, 'name'>): Name {
    const { family, path, abstract } = init
    if (family !== undefined && family !== 'unix') {
      throw invalidArgValue(`${argument}.family`, "must be 'unix'", family)
    }
    const prefix = `${argument}.`
    const names = checkUnix(prefix, path, abstract)
    const name = this.name((memory) => encodeUnix(this.#platform, prefix, names, memory))
    // Bytes may have other content the next time.
    if (typeof path !== 'object' && typeof abstract !== 'object') this.#last = { ...init, name }
    return name
  }

  #raw(argument: string, family: unknown, bytes: unknown): Name {
    const told = checkFamily(`${argument}.family`, family)
    const sockaddr = checkSockaddr(`${argument}.bytes`, bytes)
    checkAgreement(`${argument}.family`, told, getFamily(this.#platform, viewOf(sockaddr)))
    return this.name((memory) => {
      memory.set(sockaddr)
      return sockaddr.length
    })
  }

  /** A name whose bytes `write` lays out, telling how many. */
  name(write: (bytes: Uint8Array) => number, destination?: Destination): Name {
    return this.#memory.name(capacity, write, destination)
  }
}
