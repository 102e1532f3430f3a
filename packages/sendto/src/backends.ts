import { createRequire } from 'node:module'
import { type Backend, invalidArgValue } from '@sendto/core'

/** The backends by name, in the order in which they are tried: the only place that knows them. */
const packages = {
  napi: '@sendto/napi',
  koffi: '@sendto/koffi',
} as const

export type BackendName = keyof typeof packages

export const backendNames = Object.keys(packages) as BackendName[]

/** None of the backends could be loaded; `errors` has the cause for each, in the order in which they were tried. */
export class NoBackendError extends AggregateError {
  readonly code = 'ERR_NO_BACKEND'

  static {
    NoBackendError.prototype.name = 'NoBackendError'
  }
}

/**
 * Loads a backend.
 * @param wanted the one to load, by name; without it the first that loads
 * @throws TypeError `ERR_INVALID_ARG_VALUE`: no such name
 * @throws NoBackendError `ERR_NO_BACKEND`: the wanted one, or none, can be loaded here
 */
export function loadBackend(argument: string, wanted?: string): Backend {
  const candidates = wanted === undefined ? backendNames : [checkName(argument, wanted)]
  const errors: Error[] = []
  for (const name of candidates) {
    try {
      return load(name)
    } catch (error) {
      errors.push(error as Error)
    }
  }
  const causes = candidates.map((name, i) => `\n  ${name}: ${firstLine(errors[i] as Error)}`)
  throw new NoBackendError(errors, `no backend could be loaded${causes.join('')}`)
}

/** The path of a backend's module, by which another thread loads it. */
export function modulePath(name: BackendName): string {
  return createRequire(import.meta.url).resolve(packages[name])
}

function load(name: BackendName): Backend {
  const { default: backend } = createRequire(import.meta.url)(packages[name]) as { default: Backend }
  backend.load()
  return backend
}

function checkName(argument: string, name: string): BackendName {
  const known = backendNames.find((candidate) => candidate === name)
  if (known === undefined) throw invalidArgValue(argument, `must be one of ${backendNames.join(', ')}`, name)
  return known
}

// A module that is not there lists everybody who required it.
function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0] as string
}
