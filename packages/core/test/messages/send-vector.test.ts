import { describe, expect, it } from 'vitest'
import { AddressEncoder } from '../../src/address/encoder.js'
import type { Backend } from '../../src/backend.js'
import type { VectorMemory } from '../../src/messages/vector-memory.js'
import { linux } from '../../src/platform/linux/index.js'
import { createSyscalls } from '../../src/syscalls/index.js'
import { Sends } from '../../src/syscalls/sends.js'

const platform = linux(true)

/** A backend that keeps what it is given to send, and answers as it is told, then that all has left. */
function recording(answers: number[] = []) {
  const sent: { name: string; data: string; control: string }[][] = []
  const backend = {
    name: 'recording',
    platform,
    capabilities: { batches: true, maxSegments: 64 },
    load() {},
    getsockopt: () => 0,
    sendmmsg(_fd: number, vector: VectorMemory, from: number, count: number) {
      const messages = Array.from({ length: count }, (_, index) => vector.slot(from + index))
      sent.push(
        messages.map(({ name, nameLength, data, control, controlLength }) => ({
          name: Buffer.from(name.subarray(0, nameLength)).toString('hex'),
          data: Buffer.concat(data).toString(),
          control: Buffer.from(control.subarray(0, controlLength)).toString('hex'),
        })),
      )
      return answers.shift() ?? count
    },
  } as unknown as Backend
  return { sends: new Sends(createSyscalls(backend)), sent }
}

const bytes = (text: string) => Buffer.from(text)
const size = { slots: 4, bytes: 32, controlSize: 64 }

describe('a vector of messages to be sent', () => {
  it('packs messages of any sizes, with names and control data of their own', () => {
    const { sends, sent } = recording()
    const vector = sends.createVector(size)
    const peer = sends.name('to', { address: '127.0.0.1', port: 7 })
    const cut = sends.control('control', [{ kind: 'segmentSize', segmentSize: 3 }])
    vector.add(bytes('one'), 3, peer)
    vector.append(bytes('two'), 3)
    vector.extend()
    vector.setControl(cut)
    vector.add(bytes(''), 0, null)
    vector.add(bytes('three'), 5, peer)
    expect(vector).toMatchObject({ count: 3, room: 32 - 11, capacity: 32, slots: 4 })
    expect(sends.sendmmsg(3, vector, 0)).toBe(3)
    const name = Buffer.from(peer.bytes).toString('hex')
    expect(sent).toEqual([
      [
        { name, data: 'onetwo', control: Buffer.from(cut).toString('hex') },
        { name: '', data: '', control: '' },
        { name, data: 'three', control: '' },
      ],
    ])
  })

  it('remembers nothing of what a slot had before', () => {
    const { sends, sent } = recording()
    const vector = sends.createVector(size)
    const [one, other] = [7, 8].map((port) => sends.name('to', { address: '127.0.0.1', port }))
    const cut = sends.control('control', [{ kind: 'segmentSize', segmentSize: 3 }])
    for (const [name, control] of [
      [one, cut],
      [one, null],
      [null, cut],
      [other, cut],
      [null, null],
    ] as const) {
      vector.clear()
      vector.add(bytes('x'), 1, name as never)
      if (control !== null) vector.setControl(control)
      sends.sendmmsg(3, vector, 0)
      const hex = name ? Buffer.from(name.bytes).toString('hex') : ''
      expect(sent.pop()).toEqual([{ name: hex, data: 'x', control: Buffer.from(control ?? []).toString('hex') }])
    }
  })

  it('is sent from any message on, and a signal does not end that', () => {
    const { sends, sent } = recording([-platform.errno.EINTR, 1])
    const vector = sends.createVector(size)
    for (const data of ['a', 'b', 'c']) vector.add(bytes(data), 1, null)
    expect(sends.sendmmsg(3, vector, 1)).toBe(1)
    expect(sent.map((messages) => messages.map(({ data }) => data))).toEqual([
      ['b', 'c'],
      ['b', 'c'],
    ])
  })
})

describe('a name', () => {
  it('stays what it is, however many are made after it', () => {
    const encoder = new AddressEncoder({ platform, if_nametoindex: () => 1 } as never)
    const places = Array.from({ length: 2000 }, (_, index) => ({
      address: `10.0.${index >> 8}.${index & 255}`,
      port: 9,
    }))
    const paths = Array.from({ length: 100 }, (_, index) => ({ path: `/run/${index}` }))
    const names = [...places, ...paths].map((place) => {
      const { bytes } = encoder.encode('to', place)
      return { bytes, copy: bytes.slice() }
    })
    for (const { bytes, copy } of names) expect(bytes).toEqual(copy)
  })

  it.each([
    ['127.0.0.1', 'IPv4', true],
    ['0.0.0.0', 'IPv4', true],
    ['223.255.255.255', 'IPv4', true],
    ['224.0.0.1', 'IPv4', false],
    ['239.255.255.255', 'IPv4', false],
    ['255.255.255.255', 'IPv4', false],
    ['::ffff:127.0.0.1', 'IPv4', true],
    ['::ffff:224.0.0.1', 'IPv4', false],
    ['::1', 'IPv6', true],
    ['fe80::1%2', 'IPv6', true],
    ['fe80::1%eth0', 'IPv6', true],
    ['ff02::1', 'IPv6', false],
  ])('tells of %s the family and whether one host has it', (address, family, unicast) => {
    const encoder = new AddressEncoder({ platform, if_nametoindex: () => 1 } as never)
    expect(encoder.encode('to', { address, port: 9 })).toMatchObject({ family, unicast })
    expect(encoder.encode('to', { path: '/run/x' })).toMatchObject({ family: null, unicast: false })
  })

  it.each([
    ['10.1.2.255', true],
    ['10.1.2.3', true],
    ['10.1.2.0', true],
    ['10.1.2.4', true],
    ['::ffff:10.1.2.255', true],
    ['10.1.2.1', false],
    ['127.0.0.1', false],
    ['10.1.2.254', false],
    ['fe80::ff', false],
  ])('tells of %s whether a network could have it for broadcasts', (address, mayBroadcast) => {
    const encoder = new AddressEncoder({ platform } as never)
    expect(encoder.encode('to', { address, port: 9 })).toMatchObject({ mayBroadcast })
  })
})
