import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import type { Constants } from '../platform/platform.js'
import type { Context } from '../syscalls/context.js'
import { checkString } from '../validate.js'
import type { Kind } from './kind.js'
import { int } from './numbers.js'

/** The last parts of the constants that begin with `Prefix`: `DO` of IP_PMTUDISC_DO. */
type Words<Prefix extends string> = keyof Constants extends infer Name
  ? Name extends `${Prefix}${infer Word}`
    ? Word
    : never
  : never

/** One of several constants. Written as a number, or as the constant's name without its prefix: `DO`; read as a number. */
export function oneOf<Prefix extends string>(prefix: Prefix): Kind<number, number | Words<Prefix>> {
  return {
    ...int,
    encode(context, value) {
      if (typeof value === 'number') return int.encode(context, value)
      checkString('value', value)
      return int.encode(context, constantOf(context, prefix, value, 'value'))
    },
  }
}

/** A sum of flags. Written as a number, or as the constants' names without their prefix: `['RX_SOFTWARE', 'SOFTWARE']`; read as a number. */
export function flags<Prefix extends string>(prefix: Prefix): Kind<number, number | readonly Words<Prefix>[]> {
  return {
    ...int,
    encode(context, value) {
      if (typeof value === 'number') return int.encode(context, value)
      if (!Array.isArray(value)) throw invalidArgType('value', 'an integer or an array of words', value)
      let sum = 0
      for (const [index, word] of Array.from<unknown>(value).entries()) {
        const argument = `value[${index}]`
        checkString(argument, word)
        sum |= constantOf(context, prefix, word, argument)
      }
      return int.encode(context, sum)
    },
  }
}

function constantOf({ backend }: Context, prefix: string, word: string, argument: string): number {
  const constants: object = backend.platform.constants
  const number: unknown = Object.hasOwn(constants, prefix + word) ? Reflect.get(constants, prefix + word) : undefined
  if (typeof number !== 'number') throw invalidArgValue(argument, `must be what follows ${prefix} in a constant`, word)
  return number
}
