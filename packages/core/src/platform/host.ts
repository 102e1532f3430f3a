import { endianness } from 'node:os'
import { darwin } from './darwin/index.js'
import { freebsd } from './freebsd/index.js'
import { linux } from './linux/index.js'
import type { Platform } from './platform.js'
import { win32 } from './win32/index.js'

interface Table {
  readonly architectures: readonly string[]
  table(): Platform
}

/** The tables, and the architectures that each of them is true for, as `process.platform` and `process.arch` spell them. */
const tables: Readonly<Record<string, Table>> = {
  linux: {
    // Those that use the kernel's generic numbers; ppc64, mips and others have their own.
    architectures: ['x64', 'arm64', 'riscv64', 's390x', 'loong64'],
    table: () => linux(endianness() === 'LE'),
  },
  darwin: { architectures: ['x64', 'arm64'], table: darwin },
  freebsd: { architectures: ['x64', 'arm64'], table: freebsd },
  win32: { architectures: ['x64'], table: win32 },
}

let host: Platform | undefined

/**
 * The platform of the running process.
 * @throws Error `ERR_UNSUPPORTED_PLATFORM` where core has no table for it.
 */
export function hostPlatform(): Platform {
  host ??= tableOf(process.platform, process.arch)
  return host
}

/** The table for an operating system and an architecture. */
export function tableOf(platform: string, architecture: string): Platform {
  const entry = Object.hasOwn(tables, platform) ? tables[platform] : undefined
  if (entry?.architectures.includes(architecture)) return entry.table()
  const message = `sendto has no table of constants and layouts for ${platform}-${architecture}`
  throw Object.assign(new Error(message), { code: 'ERR_UNSUPPORTED_PLATFORM' })
}
