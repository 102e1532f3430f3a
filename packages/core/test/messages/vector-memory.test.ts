import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Datagrams } from '../../src/messages/datagrams.js'
import { ScatteredMessage } from '../../src/messages/message.js'
import { VectorMemory } from '../../src/messages/vector-memory.js'
import { Name } from '../../src/name.js'
import { pointer, Struct } from '../../src/platform/fields.js'
import type { Platform } from '../../src/platform/platform.js'
import { platforms } from '../control/platforms.js'

const nameCapacity = 128

const size = fc.record({
  slots: fc.integer({ min: 1, max: 20 }),
  slotSize: fc.integer({ min: 1, max: 100 }),
  controlSize: fc.integer({ min: 0, max: 50 }),
})

/** A backend for which each block of memory lies somewhere else, beyond 32 bits. */
function addressing(platform: Platform) {
  const blocks = new Map<ArrayBufferLike, number>()
  const address = (view: Uint8Array) => {
    const begin = blocks.get(view.buffer) ?? 2 ** 40 + blocks.size * 2 ** 33
    blocks.set(view.buffer, begin)
    return BigInt(begin + view.byteOffset)
  }
  return { platform, address }
}

/** Where each part of each slot lies, as the kernel would find it. */
function partsOf(memory: VectorMemory, { layouts: { msghdr, iovec }, ...platform }: Platform) {
  const struct = new Struct(platform, memory.headers)
  return Array.from({ length: memory.slots }, (_, slot) => {
    const at = slot * memory.stride
    const iov = struct.get(at, pointer(msghdr.iov)) - memory.address
    return {
      name: struct.get(at, pointer(msghdr.name)) - memory.address,
      iov,
      iovCount: struct.get(at, msghdr.iovLength),
      data: struct.get(iov, pointer(iovec.base)),
      control: struct.get(at, pointer(msghdr.control)) - memory.address,
    }
  })
}

describe.each(Object.entries(platforms))('the memory of a vector, %s', (_, platform) => {
  it('points a slot to where it was placed in the payload', () => {
    const { layouts, ...rest } = platform
    const memory = new VectorMemory(addressing(platform), { slots: 3, slotSize: 0, payloadSize: 100 })
    const [first] = partsOf(memory, platform)
    const struct = new Struct(rest, memory.headers)
    for (const [slot, offset, size] of [
      [0, 0, 7],
      [1, 7, 0],
      [2, 7, 93],
      [0, 50, 50],
    ] as const) {
      memory.place(slot, offset, size)
      const { data, iov } = partsOf(memory, platform)[slot] as ReturnType<typeof partsOf>[number]
      expect(data).toBe((first?.data as number) + offset)
      expect(struct.get(iov, layouts.iovec.length)).toBe(size)
      expect(memory.offset(slot)).toBe(offset)
      expect(memory.size(slot)).toBe(size)
      expect(memory.slot(slot).data[0]?.byteOffset).toBe(offset)
      expect(memory.slot(slot).data[0]?.length).toBe(size)
    }
  })

  it('points each slot to parts of its own, which neither overlap nor leave the memory', () => {
    fc.assert(
      fc.property(size, (size) => {
        const backend = addressing(platform)
        const memory = new VectorMemory(backend, size)
        const payload = Number(backend.address(memory.payload))
        const { iovec } = platform.layouts
        const taken = partsOf(memory, platform).flatMap((parts, slot) => {
          expect(parts.iovCount).toBe(1)
          expect(parts.data).toBe(payload + slot * size.slotSize)
          expect(memory.size(slot)).toBe(size.slotSize)
          expect(memory.name(slot).byteOffset).toBe(parts.name)
          expect(memory.control(slot).byteOffset).toBe(parts.control)
          return [
            [slot * memory.stride, memory.stride],
            [parts.iov, iovec.size],
            [parts.name, nameCapacity],
            [parts.control, size.controlSize],
          ] as const
        })
        const sorted = taken.filter(([, length]) => length > 0).sort(([a], [b]) => a - b)
        for (const [index, [begin, length]] of sorted.entries()) {
          expect(begin % 4).toBe(0)
          expect(begin + length).toBeLessThanOrEqual(sorted[index + 1]?.[0] ?? memory.headers.length)
        }
      }),
    )
  })

  it('keeps what is set in one slot apart from all others, and forgets it at a reset', () => {
    const change = fc.record({
      slot: fc.nat(19),
      size: fc.nat(100),
      name: fc.uint8Array({ minLength: 0, maxLength: nameCapacity }),
      control: fc.nat(50),
      flags: fc.integer(),
      transferred: fc.nat(65_535),
    })
    fc.assert(
      fc.property(size, fc.array(change), (size, changes) => {
        const memory = new VectorMemory(addressing(platform), size)
        const fresh = { size: size.slotSize, nameLength: nameCapacity, control: size.controlSize, flags: 0 }
        const model = Array.from({ length: size.slots }, () => ({ ...fresh, transferred: 0, name: new Uint8Array(0) }))
        const before = partsOf(memory, platform)
        for (const each of changes) {
          const slot = each.slot % size.slots
          const expected = {
            ...each,
            size: each.size % (size.slotSize + 1),
            control: each.control % (size.controlSize + 1),
          }
          memory.use(slot + 1)
          memory.setSize(slot, expected.size)
          memory.setName(slot, new Name(each.name, 0))
          memory.setControlLength(slot, expected.control)
          memory.setFlags(slot, each.flags)
          memory.setTransferred(slot, each.transferred)
          model[slot] = { ...expected, nameLength: each.name.length }
        }
        const seen = (slot: number) => ({
          size: memory.size(slot),
          nameLength: memory.nameLength(slot),
          control: memory.controlLength(slot),
          flags: memory.flags(slot),
        })
        for (const [slot, { size, nameLength, control, flags, transferred, name }] of model.entries()) {
          expect(seen(slot)).toEqual({ size, nameLength, control, flags })
          expect(memory.transferred(slot)).toBe(transferred)
          expect(memory.name(slot).subarray(0, name.length)).toEqual(name)
          const message = memory.slot(slot)
          expect(message.data.map(({ byteLength }) => byteLength)).toEqual([size])
          expect([message.nameLength, message.controlLength, message.flags]).toEqual([nameLength, control, flags])
        }
        memory.reset()
        for (const slot of model.keys()) expect(seen(slot)).toEqual(fresh)
        expect(partsOf(memory, platform)).toEqual(before)
      }),
    )
  })

  it('of a single message points to its views, and to no more of them than there are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 16 }), (sizes) => {
        const backend = addressing(platform)
        const message = new ScatteredMessage(backend, 16, 40)
        const views = sizes.map((size) => new Uint8Array(new ArrayBuffer(size + 8), 3, size))
        message.data = views
        const { msghdr, iovec } = platform.layouts
        const struct = new Struct(platform, message.memory)
        expect(struct.get(0, msghdr.iovLength)).toBe(sizes.length)
        const iov = struct.get(0, pointer(msghdr.iov)) - message.address
        for (const [index, view] of views.entries()) {
          const at = iov + index * iovec.size
          expect(struct.get(at, iovec.length)).toBe(view.length)
          expect(struct.get(at, pointer(iovec.base))).toBe(view.length === 0 ? 0 : Number(backend.address(view)))
        }
        message.reset()
        expect([message.nameLength, message.controlLength, message.flags]).toEqual([nameCapacity, 40, 0])
      }),
    )
  })
})

describe.each(Object.entries(platforms))('a vector, %s', (_, platform) => {
  it('shows joined messages as the datagrams they are', () => {
    const joined = fc.record({ size: fc.nat(900), segment: fc.nat(300) })
    fc.assert(
      fc.property(fc.array(joined, { maxLength: 40 }), (messages) => {
        const memory = new VectorMemory(addressing(platform), { slots: 40, slotSize: 800 })
        const datagrams = new Datagrams(memory)
        const expected: number[][] = []
        for (const [slot, { size, segment }] of messages.entries()) {
          memory.setTransferred(slot, size)
          datagrams.segmentSizes[slot] = segment
          const stored = Math.min(size, 800)
          const step = segment || 800
          for (let at = 0; at === 0 || at < stored; at += step) {
            expected.push([slot * 800 + at, Math.min(step, stored - at), slot])
          }
        }
        datagrams.received(messages.length)
        const { count, bytes, offsets, sizes, slots } = datagrams
        expect(Array.from({ length: count }, (_, i) => [offsets[i], sizes[i], slots[i]])).toEqual(expected)
        expect(bytes).toBe(expected.reduce((sum, [, size = 0]) => sum + size, 0))
      }),
    )
  })
})
