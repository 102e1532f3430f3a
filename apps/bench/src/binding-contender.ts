import { createRequire } from 'node:module'
import { encodeAddress } from '@sendto/core'
import { type BackendName, openSyscalls } from 'sendto'

/** node binding-contender.js BACKEND COUNT [BARE]: nanoseconds of CPU time for a `sendto` on descriptor -1; or, with the library BARE, for a function that does nothing. */
const [name, number, library] = process.argv.slice(2)
const count = Number(number)
const { backend } = openSyscalls({ backend: name as BackendName })
const to = encodeAddress(backend, { address: '127.0.0.1', port: 9 })
const data = new Uint8Array(new ArrayBuffer(64))
const call = library === undefined ? () => backend.sendto(-1, data, 0, to) : bare(library)

run()
const start = process.cpuUsage()
run()
const { user, system } = process.cpuUsage(start)
console.log(((user + system) * 1e3) / count)

function run(): void {
  for (let i = 0; i < count; i++) {
    if (call() >= 0) throw new Error('the call was made')
  }
}

function bare(library: string): () => number {
  const require = createRequire(import.meta.url)
  if (name === 'napi') {
    const addon = require(library) as { bare(...args: unknown[]): number }
    return () => addon.bare(-1, data, 0, to.bytes)
  }
  const types = ['int', 'void *', 'size_t', 'int', 'uintptr_t', 'uint32_t']
  const f = (require('koffi') as typeof import('koffi').default).load(library).func('bare', 'intptr_t', types)
  return () => f(-1, data, 64, 0, to.address, 16)
}
