import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Subject } from '@sendto/conformance'
import type { Backend } from '@sendto/core'
import { backendNames } from 'sendto'

const require = createRequire(import.meta.url)

/** The backends that the front door knows, as what is put to the test. */
export const subjects: readonly Subject[] = backendNames.map((name) => {
  const file = require.resolve(`@sendto/${name}`)
  const { default: backend } = require(file) as { default: Backend }
  return { backend, module: pathToFileURL(file).href }
})
