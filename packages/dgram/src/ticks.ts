interface Ticking {
  readonly _tickCallback?: () => void
  noDeprecation?: boolean | undefined
}

const node = process as unknown as Ticking
const tickCallback = node._tickCallback ?? (() => {})

let callTicks = callFirst

// With --pending-deprecation Node warns of its first call, about which no program could do anything. That is before the first message, when no tick of a program waits.
function callFirst(): void {
  callTicks = tickCallback
  const { noDeprecation } = node
  // Where it is set by --no-deprecation nobody can write to it.
  if (noDeprecation !== true) node.noDeprecation = true
  try {
    tickCallback()
  } finally {
    if (noDeprecation !== true) node.noDeprecation = noDeprecation
  }
}

/**
 * Drains ticks and microtasks, as Node does between two callbacks of the event loop.
 * @returns false if one of them threw, which is an uncaught exception by then, and has emptied the stack of async contexts
 */
export function drainTicks(): boolean {
  for (let allRan = true; ; allRan = false) {
    try {
      callTicks()
      return allRan
    } catch (error) {
      // The context of the tick is still on the stack, and Node ends the process over it when a scope around this one is left. What a microtask throws is uncaught at once.
      queueMicrotask(() => {
        throw error
      })
    }
  }
}
