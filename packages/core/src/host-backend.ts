import type { Backend } from './backend.js'
import { kernelCapabilities } from './capabilities.js'
import { hostPlatform } from './platform/host.js'

/** A backend that makes the calls of this machine's own kernel: its platform and its capabilities, asked for at first use, beside the calls that it brings. */
export function hostBackend(name: string, calls: Omit<Backend, 'name' | 'platform' | 'capabilities'>): Backend {
  const backend = { name, ...calls } as Backend
  // Not getters of a literal: V8 would keep such an object as a hash table, and look up each call in it.
  Object.defineProperty(backend, 'platform', { get: hostPlatform, enumerable: true })
  Object.defineProperty(backend, 'capabilities', { get: () => kernelCapabilities(backend), enumerable: true })
  return backend
}
