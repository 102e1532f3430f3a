import { invalidArgValue } from '../argument-errors.js'
import { syscallError } from '../errors.js'
import { checkInteger, checkString } from '../validate.js'
import type { Context } from './context.js'

/** Network interfaces by name and by number: if_nametoindex(3), if_indextoname(3). */
export interface InterfaceCalls {
  /**
   * The number of a network interface, which scopes and multicast options are given. if_nametoindex(3)
   *
   * `ENODEV`: no interface has that name.
   * @param name `eth0`
   */
  if_nametoindex(name: string): number

  /**
   * The name of a network interface. if_indextoname(3)
   *
   * `ENXIO`: no interface has that number.
   * @param index 0 to 2^31 - 1; 0 is never an interface
   */
  if_indextoname(index: number): string
}

export function interfaceCalls(context: Context): InterfaceCalls {
  const { backend } = context

  return {
    if_nametoindex(name) {
      checkString('name', name)
      // C would see another, shorter name.
      if (name.includes('\0')) throw invalidArgValue('name', 'must not contain a NUL', name)
      const index = backend.if_nametoindex(name)
      if (index < 0) throw syscallError(backend.platform, 'if_nametoindex', index, null, name)
      return index
    },

    if_indextoname(index) {
      checkInteger('index', index, 0, 2 ** 31 - 1)
      const name = backend.if_indextoname(index)
      return typeof name === 'string' ? name : context.fail('if_indextoname', name)
    },
  }
}
