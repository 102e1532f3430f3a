import backend from '@sendto/koffi'
import koffi from 'koffi'
import { expect, it } from 'vitest'

const library = koffi.load(null)

it('a thread that loads the backend pays for no points of cancellation', ({ skip }) => {
  try {
    library.func('gnu_get_libc_version', 'str', [])
  } catch {
    skip('The C library is not glibc.')
  }
  backend.load()
  const [asynchronous, before] = [1, new Int32Array(1)]
  library.func('pthread_setcanceltype', 'int', ['int', 'void *'])(asynchronous, before)
  expect(before[0]).toBe(asynchronous)
})
