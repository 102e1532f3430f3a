import { createRequire } from 'node:module'
import type { LibraryHandle } from 'koffi'
import type { Koffi } from './libc.js'

const UV_READABLE = 1

const pointer = 'uintptr_t'

// dlopen(3), of Linux.
const RTLD_LAZY = 0x1
const RTLD_NOLOAD = 0x4
const RTLD_NODELETE = 0x1000

/**
 * Wakes the event loop of this environment for as long as a descriptor is readable, and tells whether it has; no JavaScript is called.
 *
 * What koffi calls from the loop may not run any more in a worker that is being terminated, and koffi ends the process over that. So libuv is given a function of
 * its own to call, and those who want to know run in an immediate, which is Node's own affair. The function is `uv_unref` for a handle that keeps the loop alive and
 * `uv_ref` for one that does not: what it has turned round tells that it was called, for a tenth of what a look at the descriptor costs. Libuv asks whether
 * anything keeps the loop alive after the immediates of a turn, by when it is as it was.
 */
export class Wake {
  // Or the garbage collector ends it. Its methods are left alone: koffi ends the process over them, too, in a worker that is being terminated, not over C functions.
  readonly kept: ReturnType<Koffi['node']['poll']>
  readonly #at: number
  readonly #start: (handle: number, events: number, callback: unknown) => number
  readonly #isReferenced: (handle: number) => number
  readonly #ref: (handle: number) => void
  readonly #unref: (handle: number) => void
  readonly #marks: { readonly ref: unknown; readonly unref: unknown }
  #keeps = false

  constructor(koffi: Koffi, process: LibraryHandle, fd: number) {
    keepLoaded(process)
    this.#start = process.func('uv_poll_start', 'int', [pointer, 'int', pointer])
    this.#isReferenced = process.func('uv_has_ref', 'int', [pointer])
    this.#ref = process.func('uv_ref', 'void', [pointer])
    this.#unref = process.func('uv_unref', 'void', [pointer])
    this.#marks = { ref: process.symbol('uv_ref'), unref: process.symbol('uv_unref') }
    // koffi closes it when the environment ends.
    this.kept = koffi.node.poll(fd, () => {})
    this.#at = handleOf(koffi, process, fd)
    this.#restore()
    this.#listen()
  }

  /** Whether it keeps the loop alive. */
  set keeps(on: boolean) {
    if (on === this.#keeps) return
    this.#keeps = on
    this.#restore()
    this.#listen()
  }

  /** Whether the loop has been woken since this was last asked. What is still there wakes it again in its next turn. */
  hasWoken(): boolean {
    const woken = (this.#isReferenced(this.#at) !== 0) !== this.#keeps
    if (woken) this.#restore()
    return woken
  }

  #restore(): void {
    if (this.#keeps) this.#ref(this.#at)
    else this.#unref(this.#at)
  }

  #listen(): void {
    this.#start(this.#at, UV_READABLE, this.#keeps ? this.#marks.unref : this.#marks.ref)
  }
}

// koffi does not tell where it lies.
function handleOf(koffi: Koffi, process: LibraryHandle, fd: number): number {
  const found = koffi.pointer(koffi.proto('void', [pointer, pointer]))
  const loopOf = process.func('napi_get_uv_event_loop', 'int', ['void *', 'void *'])
  const walk = process.func('uv_walk', 'void', [pointer, found, pointer])
  const fileno = process.func('uv_fileno', 'int', [pointer, 'void *'])
  const loop = new BigUint64Array(1)
  loopOf(koffi.node.env, loop)
  const number = new Int32Array(1)
  let handle = 0
  walk(
    loop[0],
    (each: number) => {
      if (fileno(each, number) === 0 && number[0] === fd) handle = each
    },
    0,
  )
  return handle
}

// When the only environment that uses koffi ends, Node unloads it, and the loop would still call it to say that the handle is closed.
function keepLoaded(process: LibraryHandle): void {
  const dlopen = process.func('dlopen', 'void *', ['str', 'int'])
  for (const file of Object.keys(createRequire(import.meta.url).cache)) {
    if (file.endsWith('koffi.node')) dlopen(file, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE)
  }
}
