import type { LibraryHandle } from 'koffi'
import type { Koffi } from './libc.js'

/**
 * The open descriptors of this environment (the main thread or a worker), closed when it ends. Node-API calls a C function then, and close(2) takes a
 * descriptor as well as any: nothing of JavaScript is left to run at that time.
 */
export class Environment {
  readonly #add: (fd: number) => void
  readonly #remove: (fd: number) => void
  // Node ends the process over a hook that is added twice, which a descriptor closed behind our back and opened again would be.
  readonly #open = new Set<number>()

  constructor(koffi: Koffi, process: LibraryHandle) {
    const hook = ['void *', 'uintptr_t', 'intptr_t']
    const add = process.func('napi_add_env_cleanup_hook', 'int', hook)
    const remove = process.func('napi_remove_env_cleanup_hook', 'int', hook)
    const close = process.symbol('close')
    this.#add = (fd) => add(koffi.node.env, close, fd)
    this.#remove = (fd) => remove(koffi.node.env, close, fd)
  }

  opened(fd: number): void {
    if (this.#open.has(fd)) return
    this.#open.add(fd)
    this.#add(fd)
  }

  closed(fd: number): void {
    if (this.#open.delete(fd)) this.#remove(fd)
  }
}
