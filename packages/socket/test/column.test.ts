import type { Datagrams } from '@sendto/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Column } from '../src/receive/column.js'

/** How many datagrams each message of a batch has brought. */
const batch = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 8 })

/** Messages as a vector has them after a receive. */
function datagramsOf(brought: readonly number[]): Datagrams {
  const slots = brought.flatMap((count, slot) => new Array<number>(count).fill(slot))
  return { count: slots.length, slots: Uint16Array.from(slots) } as Datagrams
}

it.each([1, 2])('a column has for each datagram what its message had, in entries of %d elements', (width) => {
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 5 }), (batches) => {
      const messages = new Uint32Array(8 * width)
      const column = new Column(messages, width)
      let next = 0
      for (const brought of batches) {
        for (let i = 0; i < messages.length; i++) messages[i] = next++
        column.changed()
        const datagrams = datagramsOf(brought)
        const expected = [...datagrams.slots].flatMap((slot) => [
          ...messages.subarray(slot * width, (slot + 1) * width),
        ])
        const entries = column.of(datagrams, brought.length)
        expect([...entries.subarray(0, datagrams.count * width)]).toEqual(expected)
        expect(column.of(datagrams, brought.length)).toBe(entries)
      }
    }),
    { numRuns: 1000 },
  )
})

it('a column leaves the messages as they are, also where it is no longer than theirs', () => {
  const messages = Int8Array.of(1, 2, 3, 4, 5, 6)
  const entries = new Column(messages).of(datagramsOf([1, 2, 1]), 3)
  expect([...entries.subarray(0, 4)]).toEqual([1, 2, 2, 3])
  expect([...messages]).toEqual([1, 2, 3, 4, 5, 6])
})

it('a column keeps its memory once it is as long as its batches are', () => {
  const column = new Column(new Int16Array(8))
  const large = column.of(datagramsOf([60, 60]), 2)
  column.changed()
  expect(column.of(datagramsOf([50, 10, 40]), 3)).toBe(large)
})

it('a column that was not asked for has no entries, however many datagrams there are', () => {
  expect(new Column(new Int8Array(0)).of(datagramsOf([60, 60]), 2)).toHaveLength(0)
})
