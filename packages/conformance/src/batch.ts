import assert from 'node:assert/strict'
import type { Address, MessageVector, Syscalls } from '@sendto/core'

/** Sends the first `count` slots of a vector, with as many calls as it takes. */
export function sendAll(sys: Syscalls, fd: number, vector: MessageVector, count: number): void {
  for (let sent = 0; sent < count; ) {
    const more = sys.sendmmsg(fd, vector, sent, count - sent)
    assert.ok(more > 0 && more <= count - sent, `sendmmsg returned ${more} for ${count - sent} messages`)
    sent += more
  }
}

/** What stands in a slot after a receive. */
export interface InSlot {
  readonly from: Address | null
  readonly data: number[]
  readonly flags: number
}

/** Receives `count` messages into a vector, with as many calls as it takes. */
export function receiveAll(sys: Syscalls, fd: number, vector: MessageVector, count: number): InSlot[] {
  const all: InSlot[] = []
  while (all.length < count) {
    const messages = sys.recvmmsg(fd, vector)
    assert.ok(messages > 0, `${all.length} messages came of ${count}`)
    assert.equal(vector.messages, messages)
    for (let slot = 0; slot < messages; slot++) {
      const data = vector.data(slot)
      assert.equal(data.length, vector.size(slot))
      all.push({ from: vector.from(slot), data: [...data], flags: vector.flags(slot) })
    }
  }
  assert.equal(all.length, count)
  return all
}

/** So many bytes, different for each `mark`. */
export function marked(mark: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => mark * 31 + i)
}
