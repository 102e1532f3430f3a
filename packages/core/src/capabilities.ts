import type { Backend } from './backend.js'
import { probeSegments } from './segments.js'

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
  /** Many messages in one call: `sendmmsg`, `recvmmsg`. Without it core makes one call for each. (Linux and FreeBSD have it.) */
  readonly batches: boolean
  /** How many segments one message may be cut into on sending: UDP_SEGMENT, udp(7). 1 says that there is no segmentation offload. (Linux: 64, or 128 since 6.12.) */
  readonly maxSegments: number
  /** Datagrams of one flow may be received joined: UDP_GRO, udp(7). (Linux.) */
  readonly receiveOffload: boolean
  /** ICMP errors and the fate of sent datagrams can be read from the error queue: MSG_ERRQUEUE, ip(7). (Linux.) */
  readonly errorQueue: boolean
  /** Descriptors can be passed over a Unix socket: SCM_RIGHTS, unix(7). */
  readonly descriptorPassing: boolean
  /** Classic BPF programs can be attached, which the kernel reads by the address that `Backend.address` tells: SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF, socket(7). (Linux.) */
  readonly packetFilters: boolean
  /** Readiness on the event loop: `watch`. (Linux, under Node.) */
  readonly watch: boolean
  /**
   * A datagram's memory can be given away to the kernel: MSG_ZEROCOPY, which reads it after the call has returned, when nothing here would hold it. No
   * backend may declare it yet.
   */
  readonly zeroCopy: false
}

/** What core makes up for where it is missing: one call for each message. */
export type Replaceable = 'batches'

/** A capability without which the calls that need it are refused. */
export type Indispensable = Exclude<keyof Capabilities, Replaceable>

/** Whether a capability is there. A message of one segment is what everybody has. */
export function declares(capabilities: Capabilities, capability: keyof Capabilities): boolean {
  const declared = capabilities[capability]
  return declared !== false && declared !== 1
}

/** What a backend has that makes the calls of the platform's own kernel, and nothing less. */
export function kernelCapabilities(backend: Backend): Capabilities {
  const { name, constants, layouts } = backend.platform
  return {
    truncatedLength: name === 'linux',
    dontWait: constants.MSG_DONTWAIT !== undefined,
    batches: layouts.mmsghdr !== undefined,
    get maxSegments() {
      return probeSegments(backend)
    },
    receiveOffload: constants.UDP_GRO !== undefined,
    errorQueue: layouts.sock_extended_err !== undefined,
    descriptorPassing: constants.SCM_RIGHTS !== undefined,
    packetFilters: constants.SO_ATTACH_FILTER !== undefined && backend.address !== undefined,
    // Bun and Deno have no uv_poll_t that works.
    watch: name === 'linux' && process.versions.bun === undefined && process.versions.deno === undefined,
    zeroCopy: false,
  }
}
