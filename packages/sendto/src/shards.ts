import { type ShardsInit as OnModule, shards as onModule, type Shards } from '@sendto/socket'
import { type BackendName, backendNames, modulePath } from './backends.js'
import { openBackend } from './open.js'

export interface ShardsInit extends Omit<OnModule, 'backend'> {
  /**
   * The backend by name, or the module that has one of one's own as its default export: a URL or an absolute path. A backend itself cannot be handed to a worker. Without it
   * SENDTO_BACKEND names one; without that it is the first that loads.
   */
  readonly backend?: BackendName | URL | (string & {}) | undefined
}

/**
 * Worker threads that share one address: `shards` of `@sendto/socket`, whose backend is picked unless it is given.
 * @param module whose default export is a `ShardModule`: a URL or an absolute path
 */
export function shards(init: ShardsInit, module: string | URL): Shards {
  return onModule({ ...init, backend: moduleOf(init?.backend) }, module)
}

function moduleOf(backend: ShardsInit['backend']): string | URL {
  const name = backend ?? (openBackend({}).name as BackendName)
  return isName(name) ? modulePath(name) : name
}

const isName = (name: unknown): name is BackendName => (backendNames as unknown[]).includes(name)
