import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Arrival } from '../../src/control/arrival.js'
import { type Backend, type ControlInit, controlSize, decodeControl, encodeControl } from '../../src/index.js'
import { linux } from '../../src/platform/linux/index.js'

const platform = linux(true)
const { SOL_SOCKET, SCM_PIDFD = 0 } = platform.constants

/** A backend that notes what becomes of descriptors; it cannot adopt some. */
function noting(unfit: readonly number[] = []) {
  const closed: number[] = []
  const adopted: number[] = []
  const backend = {
    platform,
    adopt: (fd: number) => (unfit.includes(fd) ? -9 : adopted.push(fd) && 0),
    close: (fd: number) => closed.push(fd) && 0,
  } as unknown as Backend
  return { backend, closed, adopted }
}

function received(...list: ControlInit[]): Uint8Array {
  const bytes = new Uint8Array(controlSize(platform, list))
  encodeControl(platform, list, bytes)
  return bytes
}

const pidfd = (fd: number): ControlInit => {
  return { kind: 'raw', level: SOL_SOCKET, type: SCM_PIDFD, data: new Uint8Array(Int32Array.of(fd).buffer) }
}
const other: ControlInit = { kind: 'hopLimit', family: 'IPv4', hopLimit: 9 }

describe('descriptors that came', () => {
  it('are closed unless they are taken, and are told as closed', () => {
    const { backend, closed, adopted } = noting()
    const bytes = received(other, { kind: 'rights', descriptors: [5, 6] }, pidfd(7), {
      kind: 'rights',
      descriptors: [8],
    })
    new Arrival(backend, bytes).settle(0, bytes.length, false)
    expect({ closed, adopted }).toEqual({ closed: [5, 6, 7, 8], adopted: [] })
    expect(decodeControl(platform, bytes, bytes.length).slice(1)).toEqual([
      { kind: 'rights', descriptors: [], closed: 2 },
      { kind: 'pidfd', descriptor: null },
      { kind: 'rights', descriptors: [], closed: 1 },
    ])
  })

  it('are adopted if they are taken', () => {
    const { backend, closed, adopted } = noting()
    const bytes = received({ kind: 'rights', descriptors: [5, 6] }, pidfd(7), other)
    new Arrival(backend, bytes).settle(0, bytes.length, true)
    expect({ closed, adopted }).toEqual({ closed: [], adopted: [5, 6, 7] })
    expect(decodeControl(platform, bytes, bytes.length).slice(0, 2)).toEqual([
      { kind: 'rights', descriptors: [5, 6], closed: 0 },
      { kind: 'pidfd', descriptor: 7 },
    ])
  })

  it('are closed where they cannot be adopted', () => {
    const { backend, closed, adopted } = noting([6])
    const bytes = received({ kind: 'rights', descriptors: [5, 6, 7] })
    new Arrival(backend, bytes).settle(0, bytes.length, true)
    expect({ closed, adopted }).toEqual({ closed: [6], adopted: [5, 7] })
    expect(decodeControl(platform, bytes, bytes.length)).toEqual([{ kind: 'rights', descriptors: [5, 7], closed: 1 }])
  })

  it('are closed once, however often they are seen to', () => {
    const { backend, closed } = noting()
    const bytes = received({ kind: 'rights', descriptors: [5] })
    const arrival = new Arrival(backend, bytes)
    arrival.settle(0, bytes.length, false)
    arrival.settle(0, bytes.length, false)
    expect(closed).toEqual([5])
  })

  it('are the same that decoding tells, in data of any content', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.array(fc.nat(1000), { maxLength: 5 }), fc.uint8Array({ maxLength: 40 }), fc.nat(100))
        .map(([descriptors, rest, cut]) => {
          return Uint8Array.from([...received({ kind: 'rights', descriptors }, pidfd(1)), ...rest]).subarray(0, cut)
        }),
    )
    fc.assert(
      fc.property(bytes, (bytes) => {
        const told = decodeControl(platform, bytes, bytes.length).flatMap((message) =>
          message.kind === 'rights'
            ? message.descriptors
            : message.kind === 'pidfd' && message.descriptor !== null
              ? [message.descriptor]
              : [],
        )
        const { backend, closed } = noting()
        new Arrival(backend, bytes.slice()).settle(0, bytes.length, false)
        expect(closed).toEqual(told)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the segment size of a joined message', () => {
  const { IPPROTO_UDP, UDP_GRO = 0 } = platform.constants
  const joined = (size: number): ControlInit => {
    return { kind: 'raw', level: IPPROTO_UDP, type: UDP_GRO, data: new Uint8Array(Int32Array.of(size).buffer) }
  }
  const sizeOf = (bytes: Uint8Array, at = 0, length = bytes.length) => {
    const arrival = new Arrival(noting().backend, bytes)
    arrival.settle(at, length, false)
    return arrival.segmentSize
  }

  it('is found among other control messages, at any place of a larger memory', () => {
    const bytes = Uint8Array.from([...new Array(32).fill(0xff), ...received(other, joined(1200))])
    expect(sizeOf(bytes, 32, 48)).toBe(1200)
    expect(sizeOf(bytes, 32, 24)).toBe(0)
  })

  it('is that of the message settled last', () => {
    const bytes = received(joined(1200), other)
    const arrival = new Arrival(noting().backend, bytes)
    arrival.settle(0, bytes.length, false)
    arrival.settle(24, bytes.length - 24, false)
    expect(arrival.segmentSize).toBe(0)
  })

  it('is never below zero, in data of any content', () => {
    expect(sizeOf(received(joined(-5)))).toBe(0)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => sizeOf(bytes) >= 0))
  })
})
