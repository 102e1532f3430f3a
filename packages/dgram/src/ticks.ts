interface Ticking {
  _tickCallback?: () => void
}

/** Drains ticks and microtasks, as Node does between two callbacks of the event loop. */
export const drainTicks: () => void = (process as unknown as Ticking)._tickCallback ?? (() => {})
