import { type BackendName, backendNames, NoBackendError, openSyscalls } from 'sendto'
import { beforeEach, describe } from 'vitest'

/** Why each backend does not load here, or undefined where it does. */
export const missing = new Map(backendNames.map((backend) => [backend, reason(backend)]))

export const loadable = backendNames.filter((backend) => missing.get(backend) === undefined)

/** Describes the same tests over each backend. Where it does not load they are skipped, or fail if SENDTO_REQUIRE names it. */
export function describeEachBackend(tests: (backend: BackendName) => void): void {
  const required = process.env.SENDTO_REQUIRE?.split(',') ?? []
  for (const backend of backendNames) {
    describe(backend, () => {
      beforeEach(({ skip }) => {
        const why = missing.get(backend)
        if (why === undefined) return
        if (required.includes(backend)) throw new Error(`SENDTO_REQUIRE names ${backend}, but ${why}`)
        skip(`${backend}: ${why}`)
      })
      tests(backend)
    })
  }
}

function reason(backend: BackendName): string | undefined {
  try {
    openSyscalls({ backend })
    return undefined
  } catch (error) {
    const cause = error instanceof NoBackendError ? error.errors[0] : error
    return (cause as Error).message.split('\n', 1)[0]
  }
}
