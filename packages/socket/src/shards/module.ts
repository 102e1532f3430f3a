import { createRequire } from 'node:module'
import { isAbsolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Backend, invalidArgType, invalidArgValue } from '@sendto/core'

/** The URL of a module that is given by its own, or by an absolute path. A relative one would be relative to what? */
export function moduleUrl(argument: string, module: string | URL): URL {
  if (typeof module !== 'string' && !(module instanceof URL)) {
    throw invalidArgType(argument, 'a URL or an absolute path', module)
  }
  const url = typeof module !== 'string' ? module : isAbsolute(module) ? pathToFileURL(module) : parsed(module)
  if (url?.protocol !== 'file:')
    throw invalidArgValue(argument, 'must be a file: URL or an absolute path', String(module))
  return url
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

/**
 * The path of a backend's module.
 * @param backend its URL, its absolute path, or the name of a package that is looked for where `module` lies
 */
export function backendPath(argument: string, backend: string | URL, module: URL): string {
  if (typeof backend === 'string' && !isAbsolute(backend) && parsed(backend) === null && !backend.startsWith('.')) {
    return createRequire(module).resolve(backend)
  }
  return fileURLToPath(moduleUrl(argument, backend))
}

/** The backend that a module has as its default export. */
export function loadBackend(argument: string, path: string): Backend {
  const backend = defaultOf(createRequire(path)(path)) as Partial<Backend> | null
  if (typeof backend?.load !== 'function') {
    throw invalidArgValue(argument, 'must be a module with a backend as its default export', path)
  }
  return backend as Backend
}

/** The default export of an ES module, of CommonJS, and of CommonJS that was made of an ES module. */
export function defaultOf(exports: unknown): unknown {
  const inner = (exports as { default?: unknown } | null)?.default ?? exports
  return (inner as { default?: unknown } | null)?.default ?? inner
}
