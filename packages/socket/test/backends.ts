import { type Backend, createSyscalls } from '@sendto/core'
import koffi from '@sendto/koffi'
import napi from '@sendto/napi'
import { describe } from 'vitest'

/** Runs the tests over each backend; over one that cannot be loaded here they are skipped, with the reason in their title. */
export function describeEach(title: string, tests: (backend: Backend) => void): void {
  for (const backend of [napi, koffi]) {
    const reason = reasonAgainst(backend)
    if (reason === null) describe(`${title}, over ${backend.name}`, () => tests(backend))
    else describe.skip(`${title}, over ${backend.name}: ${reason}`, () => tests(backend))
  }
}

function reasonAgainst(backend: Backend): string | null {
  try {
    createSyscalls(backend)
    return null
  } catch (error) {
    return String(error)
  }
}
