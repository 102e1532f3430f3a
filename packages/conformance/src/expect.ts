import assert from 'node:assert/strict'
import { SyscallError } from '@sendto/core'

/** The call must fail with this error of the operating system's. Returns the error. */
export function fails(code: string, syscall: string, call: () => unknown): SyscallError {
  const error = thrown(call)
  assert.ok(error instanceof SyscallError, `expected ${syscall} to fail with ${code}, got ${describe(error)}`)
  assert.deepEqual({ code: error.code, syscall: error.syscall }, { code, syscall })
  return error
}

/** The call must refuse an argument: the error has this code, and names the argument. */
export function refuses(code: string, argument: string, call: () => unknown): void {
  const error = thrown(call)
  const kind = code === 'ERR_OUT_OF_RANGE' ? RangeError : TypeError
  assert.ok(error instanceof kind, `expected ${code} for ${argument}, got ${describe(error)}`)
  assert.equal((error as { code?: unknown }).code, code)
  assert.ok(error.message.includes(`"${argument}"`), `the message does not name ${argument}: ${error.message}`)
}

export function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function describe(error: unknown): string {
  return error === undefined ? 'no error' : String(error)
}
