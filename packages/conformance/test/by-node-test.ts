import { conformance } from '@sendto/conformance/node-test'
import { reference } from './reference.js'

/** The suite, run by node:test: `node dist/test/by-node-test.js`. With `absent`, on a backend that does not load. */
const absent = process.argv.includes('absent')
const load = () => {
  throw new Error('no library')
}

conformance({
  backend: absent ? { ...reference, name: 'absent', load } : reference,
  module: new URL('reference.js', import.meta.url).href,
})
