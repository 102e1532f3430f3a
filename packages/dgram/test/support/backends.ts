import { type BackendName, backendNames, NoBackendError, openSyscalls } from 'sendto'
import { describe } from 'vitest'

/** Describes the same tests over each backend; over one that cannot be loaded here they are skipped, with the reason in their title. */
export function describeEachBackend(title: string, tests: (backend: BackendName) => void): void {
  for (const backend of backendNames) {
    const reason = reasonAgainst(backend)
    if (reason === undefined) describe(`${title}, over ${backend}`, () => tests(backend))
    else describe.skip(`${title}, over ${backend}: ${reason}`, () => tests(backend))
  }
}

function reasonAgainst(backend: BackendName): string | undefined {
  try {
    openSyscalls({ backend })
    return undefined
  } catch (error) {
    const cause = error instanceof NoBackendError ? error.errors[0] : error
    return (cause as Error).message.split('\n', 1)[0]
  }
}
