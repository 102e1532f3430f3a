import type { Platform } from './platform/platform.js'

/**
 * What a backend can do beyond the calls that every backend has: a closed list, declared by the backend, read by core and by the conformance suite.
 * A call that needs a capability which is not declared fails with `UnsupportedError` before the backend is asked. That a machine has no IPv6 is a fact
 * about the host, and no capability.
 */
export interface Capabilities {
  /**
   * `recvfrom` with MSG_TRUNC returns the length of the whole datagram, even where the buffer was shorter. Without it a backend that sees a datagram cut
   * returns some number above the buffer's length. (Linux has it; Windows and macOS do not.)
   */
  readonly truncatedLength: boolean
  /** A single call can be non-blocking: MSG_DONTWAIT. (Windows lacks it.) */
  readonly dontWait: boolean
  /**
   * A datagram's memory can be given away to the kernel: MSG_ZEROCOPY, which reads it after the call has returned, when nothing here would hold it. No
   * backend may declare it yet.
   */
  readonly zeroCopy: false
}

/** What a backend has that makes the calls of the platform's own kernel, and nothing less. */
export function kernelCapabilities({ name, constants }: Platform): Capabilities {
  return { truncatedLength: name === 'linux', dontWait: constants.MSG_DONTWAIT !== undefined, zeroCopy: false }
}
