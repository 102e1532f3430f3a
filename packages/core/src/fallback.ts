import type { Backend } from './backend.js'
import { heldErrorsOf } from './held-errors.js'
import type { VectorMemory } from './messages/vector-memory.js'

/** How to live without a capability: a batch by a loop, with the results that the batch would have. */

export type Batch = (fd: number, vector: VectorMemory, from: number, count: number, flags: number) => number

/** sendmmsg(2), or sendmsg(2) for each message: how many left, or the error of the first. */
export function sendBatch(backend: Backend): Batch {
  const batch: Batch = (fd, vector, from, count, flags) => backend.sendmmsg(fd, vector, from, count, flags)
  return whereAllowed(backend, batch, (fd, vector, from, count, flags) => {
    for (let sent = 0; sent < count; sent++) {
      const result = backend.sendmsg(fd, vector.slot(from + sent), flags)
      if (result < 0) return sent === 0 ? result : sent
      vector.setTransferred(from + sent, result)
    }
    return count
  })
}

/** recvmmsg(2), or recvmsg(2) for each message, with MSG_WAITFORONE: waits for the first at most, if the socket waits at all. */
export function receiveBatch(backend: Backend): Batch {
  const { MSG_DONTWAIT = 0, MSG_WAITFORONE = 0, MSG_ERRQUEUE = 0 } = backend.platform.constants
  const { EAGAIN, EINTR } = backend.platform.errno
  const held = heldErrorsOf(backend)
  const { dontWait } = backend.capabilities
  const batch: Batch = (fd, vector, from, count, flags) => backend.recvmmsg(fd, vector, from, count, flags)
  return whereAllowed(backend, batch, (fd, vector, from, count, flags) => {
    let passed = flags & ~MSG_WAITFORONE
    const before = (flags & MSG_ERRQUEUE) === 0 ? held.take(fd) : 0
    if (before < 0) return before
    for (let received = 0; received < count; received++) {
      const result = backend.recvmsg(fd, vector.slot(from + received), passed)
      if (result < 0) {
        if (received === 0) return result
        if (result !== -EAGAIN && result !== -EINTR && (flags & MSG_ERRQUEUE) === 0) held.hold(fd, result)
        return received
      }
      vector.setTransferred(from + received, result)
      // Where no single call can be told not to wait, the next could block for ever.
      if (!dontWait) return 1
      passed |= MSG_DONTWAIT
    }
    return count
  })
}

/** The batch until the system refuses it as such (an old kernel by ENOSYS, a seccomp filter often by EPERM), and the loop from then on. */
function whereAllowed(backend: Backend, batch: Batch, loop: Batch): Batch {
  const { ENOSYS, EPERM } = backend.platform.errno
  let allowed = backend.capabilities.batches
  return (fd, vector, from, count, flags) => {
    if (allowed) {
      const result = batch(fd, vector, from, count, flags)
      const suspect = result === -ENOSYS || result === -EPERM
      // A firewall says EPERM too, but not of no message at all.
      if (!suspect || batch(fd, vector, 0, 0, flags) !== result) return result
      allowed = false
    }
    return loop(fd, vector, from, count, flags)
  }
}
