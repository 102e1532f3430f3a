import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { marked } from '../batch.js'
import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

const rounds = 40
const slots = 32
const slotSize = 5000

/**
 * Sends and receives by vectors that alone hold their memory, with collections before each call, and reports how many messages came as they were sent. What is allocated
 * in between takes the place of what was freed.
 */
export const collections: Scenario<[]> = async (room) => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const sys = await room.syscalls()
  const { fd, address } = boundSocket(sys, room.patience)
  const sender = sys.createVector({ slots, slotSize, controlSize: 64 })
  const receiver = sys.createVector({ slots, slotSize, controlSize: 64 })
  const disturb = () => {
    collect()
    for (let i = 0; i < 4; i++) new Uint8Array(slots * slotSize).fill(0xee)
    for (let i = 0; i < 64; i++) new Uint8Array(new ArrayBuffer(slotSize)).fill(0xee)
  }

  let whole = 0
  for (let round = 0; round < rounds; round++) {
    await setImmediate()
    // Dropped at once: of such a vector nothing must remain in use.
    sys.sendmmsg(fd, sys.createVector({ slots, slotSize }), 0, 0)
    for (let sent = 0; sent < slots; sent++) {
      sender.set(sent, marked(round + sent, 16), address)
      if (sent % 8 === 0) disturb()
      sys.sendmmsg(fd, sender, sent, 1)
    }
    for (let taken = 0; taken < slots; ) {
      // Not for each message, where they come one by one.
      if (taken % (slots / 2) === 0) disturb()
      const messages = sys.recvmmsg(fd, receiver)
      if (messages === 0) break
      for (let slot = 0; slot < messages; slot++) {
        const expected = marked(round + taken + slot, 16)
        if (Buffer.compare(receiver.data(slot), expected) === 0 && receiver.from(slot)?.port === address.port) whole++
      }
      taken += messages
    }
  }
  sys.close(fd)
  room.report(whole)
}
