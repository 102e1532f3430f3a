import { createRequire } from 'node:module'
import type { LibraryHandle } from 'koffi'
import type { Koffi } from './libc.js'

export type PollHandle = ReturnType<Koffi['node']['poll']>

const UV_READABLE = 1

// dlopen(3), of Linux.
const RTLD_LAZY = 0x1
const RTLD_NOLOAD = 0x4
const RTLD_NODELETE = 0x1000

/**
 * Has a descriptor wake the event loop of this environment for as long as it is readable, and nothing more: no JavaScript is called.
 *
 * What koffi calls from the loop may not run any more in a worker that is being terminated, and koffi ends the process over that. So libuv is given a function of
 * its own to call, one that does nothing, and those who want to know run in an immediate, which is Node's own affair.
 * @returns what keeps it, or the garbage collector ends it
 */
export function wakeOn(koffi: Koffi, process: LibraryHandle, fd: number): PollHandle {
  const pointer = 'uintptr_t'
  const found = koffi.pointer(koffi.proto('void', [pointer, pointer]))
  const loopOf = process.func('napi_get_uv_event_loop', 'int', ['void *', 'void *'])
  const walk = process.func('uv_walk', 'void', [pointer, found, pointer])
  const fileno = process.func('uv_fileno', 'int', [pointer, 'void *'])
  const start = process.func('uv_poll_start', 'int', [pointer, 'int', pointer])

  keepLoaded(process)
  // koffi closes it when the environment ends, but does not tell where it lies.
  const handle = koffi.node.poll(fd, () => {})
  const loop = new BigUint64Array(1)
  loopOf(koffi.node.env, loop)
  const number = new Int32Array(1)
  walk(
    loop[0],
    (each: number) => {
      if (fileno(each, number) === 0 && number[0] === fd) start(each, UV_READABLE, process.symbol('uv_is_active'))
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
