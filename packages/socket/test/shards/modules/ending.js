/** Notes in shared memory how far it came. */
export default async function ending(socket, { index, signal, data: { notes, last } }) {
  signal.addEventListener('abort', () => {
    notes[index] = socket.closed ? -1 : 1
  })
  for await (const { data } of socket) Atomics.add(notes, index, data.length)
  await new Promise((resolve) => setImmediate(resolve))
  notes[index] *= 10
  if (last === 'throw') throw new Error('at last')
  if (last === 'never') await new Promise(() => {})
  if (last === 'abort') signal.throwIfAborted()
}
