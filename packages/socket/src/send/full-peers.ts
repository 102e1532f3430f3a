import type { DescriptorWatch, Name } from '@sendto/core'
import type { Handle } from '../handle.js'
import { Queue } from './queue.js'

/** Descriptors are scarce: beyond so many full peers the others are waited for by the clock. */
const mostHelpers = 64
const firstDelay = 1
const longestDelay = 100

/** A peer whose queue is full, and what waits for it. */
export class FullPeer {
  readonly name: Name
  readonly queue = new Queue()
  /** Whether its room is being waited for. */
  isWaiting = false
  fd = -1
  watch: DescriptorWatch | null = null
  timer: NodeJS.Timeout | null = null
  delay = firstDelay

  constructor(name: Name) {
    this.name = name
  }
}

/**
 * The peers of a Unix socket that have no room: unix(7) says EAGAIN of one of them while the socket itself polls writable, and others have room. A socket that is connected
 * to such a peer is writable once the peer has room, so that it is waited for by one; where there is none, by a growing delay.
 */
export class FullPeers {
  readonly #handle: Handle
  readonly #onRoom: (peer: FullPeer) => void
  readonly #peers = new Map<string, FullPeer>()
  #helpers = 0

  constructor(handle: Handle, onRoom: (peer: FullPeer) => void) {
    this.#handle = handle
    this.#onRoom = onRoom
  }

  get size(): number {
    return this.#peers.size
  }

  get(name: Name): FullPeer | undefined {
    return this.#peers.get(name.key())
  }

  /** The peer, which is known as full from now on, and is waited for. */
  add(name: Name): FullPeer {
    const known = this.#peers.get(name.key())
    const peer = known ?? new FullPeer(name)
    if (known === undefined) this.#peers.set(name.key(), peer)
    this.wait(peer)
    return peer
  }

  /** Waits for room. */
  wait(peer: FullPeer): void {
    if (peer.isWaiting) return
    peer.isWaiting = true
    if (!this.#connect(peer)) this.#waitByClock(peer)
    else if (this.#hasRoom(peer)) {
      // What this socket has sent to others fills its own buffer; or the peer was replaced by another.
      this.#disconnect(peer)
      this.#waitByClock(peer)
    } else if (peer.watch === null) {
      peer.watch = this.#handle.sys.watch(peer.fd, { writable: true }, () => this.#ready(peer))
    } else peer.watch.change({ writable: true })
    this.refer(peer)
  }

  /** Keeps the thread alive while something waits for the peer, and else not. */
  refer(peer: FullPeer): void {
    const how = peer.queue.length > 0 ? 'ref' : 'unref'
    peer.watch?.[how]()
    peer.timer?.[how]()
  }

  /** It has room, and nothing waits for it any more. */
  delete(peer: FullPeer): void {
    this.#peers.delete(peer.name.key())
    this.#end(peer)
  }

  /** Ends all waiting, and hands out whom was waited for. */
  close(): FullPeer[] {
    const peers = [...this.#peers.values()]
    for (const peer of peers) this.delete(peer)
    return peers
  }

  #ready(peer: FullPeer): void {
    peer.watch?.change({})
    if (peer.timer !== null) clearTimeout(peer.timer)
    peer.timer = null
    peer.isWaiting = false
    this.#onRoom(peer)
  }

  #connect(peer: FullPeer): boolean {
    const { sys, environment } = this.#handle
    const { capabilities, platform } = sys.backend
    if (peer.fd >= 0) return true
    const address = environment.sending.sends.address(peer.name)
    if (!capabilities.watch || address === null || this.#helpers >= mostHelpers) return false
    const { AF_UNIX, SOCK_DGRAM, SOCK_NONBLOCK = 0 } = platform.constants
    let fd = -1
    try {
      fd = sys.socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK)
      sys.connect(fd, address)
    } catch {
      // It is gone, or speaks to another alone, or there is no descriptor left: the next send says so.
      if (fd >= 0) sys.close(fd)
      return false
    }
    peer.fd = fd
    this.#helpers++
    return true
  }

  #hasRoom({ fd }: FullPeer): boolean {
    const { sys } = this.#handle
    return sys.poll([{ fd, events: sys.backend.platform.constants.POLLOUT }], 0).length > 0
  }

  #waitByClock(peer: FullPeer): void {
    peer.timer = setTimeout(() => this.#ready(peer), peer.delay)
    peer.delay = Math.min(peer.delay * 2, longestDelay)
  }

  #end(peer: FullPeer): void {
    if (peer.timer !== null) clearTimeout(peer.timer)
    peer.timer = null
    this.#disconnect(peer)
  }

  #disconnect(peer: FullPeer): void {
    peer.watch?.close()
    peer.watch = null
    if (peer.fd < 0) return
    this.#handle.sys.close(peer.fd)
    peer.fd = -1
    this.#helpers--
  }
}
