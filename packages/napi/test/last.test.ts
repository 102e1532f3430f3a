import { existsSync } from 'node:fs'
import { createSyscalls, NameBuffer, type Syscalls } from '@sendto/core'
import napi from '@sendto/napi'
import { afterEach, beforeEach, expect, it } from 'vitest'

const built = existsSync(new URL('../native/build/Release/sendto.node', import.meta.url))
const { AF_INET, SOCK_DGRAM, SOCK_NONBLOCK = 0 } = napi.platform.constants

let sys: Syscalls
let fd: number
beforeEach(({ skip }) => {
  if (!built) skip('The addon was not built here.')
  sys = createSyscalls(napi)
  fd = sys.socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK)
  sys.bind(fd, { address: '127.0.0.1', port: 0 })
})
afterEach(() => sys?.close(fd))

function detach({ buffer }: Uint8Array): void {
  structuredClone(null, { transfer: [buffer as ArrayBuffer] })
}

/** Receives a datagram of `length` bytes, which nothing but the backend has looked at. */
function receive(data: Uint8Array, name: NameBuffer | null, length: number): number {
  sys.sendto(fd, new Uint8Array(length), 0, sys.getsockname(fd))
  name?.reset()
  return napi.recvfrom(fd, data, 0, name)
}

it('memory for a name that was used before and is gone since is refused', () => {
  const [data, name] = [new Uint8Array(8), new NameBuffer(napi)]
  for (const length of [1, 2, 3]) expect(receive(data, name, length)).toBe(length)
  detach(name.memory)
  expect(() => receive(data, name, 4)).toThrow(TypeError)
})

it('memory for data that was used before and is gone since has no room', () => {
  const [data, name] = [new Uint8Array(8), new NameBuffer(napi)]
  for (const length of [1, 2, 3]) expect(receive(data, name, length)).toBe(length)
  detach(data)
  expect(receive(data, name, 4)).toBe(0)
})

it('a call without a name after one with it, and the other way round, has what it was given', () => {
  const [data, name] = [new Uint8Array(8), new NameBuffer(napi)]
  for (const given of [name, name, null, null, name]) {
    name.set(new Uint8Array(0))
    expect(receive(data, given, 5)).toBe(5)
    expect(name.length).toBe(given === null ? 0 : 16)
  }
})
