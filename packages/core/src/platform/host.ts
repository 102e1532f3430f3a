import { endianness } from 'node:os'
import { linux } from './linux/index.js'
import type { Platform } from './platform.js'

const tables: Readonly<Record<string, (littleEndian: boolean) => Platform>> = { linux }
const architectures = ['x64', 'arm64', 'riscv64', 's390x', 'loong64']

let host: Platform | undefined

/**
 * The platform of the running process.
 * @throws Error `ERR_UNSUPPORTED_PLATFORM` where core has no table for it.
 */
export function hostPlatform(): Platform {
  if (host === undefined) {
    const table = architectures.includes(process.arch) ? tables[process.platform] : undefined
    if (table === undefined) {
      const message = `sendto has no table of constants and layouts for ${process.platform}-${process.arch}`
      throw Object.assign(new Error(message), { code: 'ERR_UNSUPPORTED_PLATFORM' })
    }
    host = table(endianness() === 'LE')
  }
  return host
}
