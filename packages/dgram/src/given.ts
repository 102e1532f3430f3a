import cluster from 'node:cluster'
import type { NodeHandle, State } from './internals.js'

const giving = Symbol('giving')
const current = Symbol('current')

interface Watched {
  [current]: NodeHandle | null
  [giving]: (handle: NodeHandle) => void
}

/** Whether what a socket is bound to may be given to it: the descriptor that the workers of a cluster share, by the primary, or a handle, by the program. */
export function maybeGiven(bindTo: unknown): boolean {
  return cluster.isWorker || typeof (bindTo as Partial<NodeHandle> | null | undefined)?.recvStart === 'function'
}

/** Calls back when Node puts a handle that it was given in the place of a socket's own. */
export function whenGiven(state: State, callback: (handle: NodeHandle) => void): void {
  if (giving in state) return
  Object.assign(state, { [current]: state.handle, [giving]: callback })
  Object.defineProperty(state, 'handle', {
    get(this: Watched) {
      return this[current]
    },
    set(this: Watched, handle: NodeHandle | null) {
      if (handle !== null && handle !== this[current]) this[giving](handle)
      this[current] = handle
    },
    enumerable: true,
    configurable: true,
  })
}
