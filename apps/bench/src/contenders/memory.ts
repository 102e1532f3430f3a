import { setImmediate } from 'node:timers/promises'

/** What each of `count` things takes that `open` makes, in bytes: in V8's heap, in memory that buffers and the addon have outside of it, and as growth of the resident set. */
export async function memory(count: number, open: () => void | Promise<void>) {
  const before = settled()
  await open()
  const after = settled()
  const each = (name: keyof NodeJS.MemoryUsage) => (after[name] - before[name]) / count
  return { sockets: count, heap: each('heapUsed'), external: each('external'), rss: each('rss') }
}

function settled(): NodeJS.MemoryUsage {
  if (globalThis.gc === undefined) throw new Error('to be started with --expose-gc')
  for (let i = 0; i < 3; i++) globalThis.gc()
  return process.memoryUsage()
}

/** What is on V8's heap and in buffers, once all that is garbage is gone. What a collection frees of the memory of buffers, it frees in turns of the loop after it. */
export async function settledMemory(): Promise<{ readonly heap: number; readonly buffers: number }> {
  for (let i = 0; i < 4; i++) {
    settled()
    await setImmediate()
  }
  const { heapUsed, arrayBuffers } = settled()
  return { heap: heapUsed, buffers: arrayBuffers }
}
