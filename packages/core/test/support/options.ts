import { createSyscalls } from '../../src/index.js'
import { linux } from '../../src/platform/linux/index.js'
import type { Platform } from '../../src/platform/platform.js'

type Subject = Parameters<typeof createSyscalls>[0]

/** A kernel that has every option on one socket, and keeps its bytes as they are: by level and number. */
export function memoryKernel(platform: Platform = linux(true), memory = new Map<string, Uint8Array>()) {
  const views: Uint8Array[] = []
  const backend = {
    name: 'memory',
    platform,
    capabilities: { packetFilters: true },
    load() {},
    // An address that tells which of the views it stands for, and nothing in this process.
    address: (view: Uint8Array) => BigInt(views.push(view)) << 32n,
    if_nametoindex: (name: string) => (name === 'eth0' ? 7 : -(platform.errno.ENODEV ?? 0)),
    getsockopt(_: number, level: number, option: number, value: Uint8Array) {
      const stored = (memory.get(`${level}/${option}`) ?? new Uint8Array()).subarray(0, value.length)
      value.set(stored)
      return stored.length
    },
    setsockopt(_: number, level: number, option: number, value: Uint8Array) {
      memory.set(`${level}/${option}`, value.slice())
      return 0
    },
  } as unknown as Subject
  return {
    sys: createSyscalls(backend),
    /** The bytes of an option. */
    stored: (level: number, option: number | undefined) => [...(memory.get(`${level}/${option}`) ?? [])],
    store: (level: number, option: number | undefined, bytes: readonly number[]) =>
      memory.set(`${level}/${option}`, Uint8Array.from(bytes)),
    /** Memory that an address stands for. */
    memoryAt: (address: bigint) => views[Number(address >> 32n) - 1]?.subarray(Number(address & 0xffffffffn)),
  }
}
