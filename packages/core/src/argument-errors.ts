/** Errors for wrong arguments, in the shape and with the codes of Node's own. Each names the argument; none is raised after a call was made. */

export function invalidArgType(argument: string, expected: string, received: unknown): TypeError {
  const message = `The "${argument}" argument must be ${expected}. Received ${describe(received)}`
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' })
}

export function outOfRange(argument: string, range: string, received: unknown): RangeError {
  const message = `The value of "${argument}" is out of range. It must be ${range}. Received ${describe(received)}`
  return Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' })
}

export function invalidArgValue(argument: string, reason: string, received: unknown): TypeError {
  const message = `The argument "${argument}" ${reason}. Received ${describe(received)}`
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' })
}

// No user code may run here: an argument's own toString or inspect could do anything.
function describe(value: unknown): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}...` : value)
    case 'bigint':
      return `${value}n`
    case 'number':
    case 'boolean':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'object':
      return 'an object'
    case 'function':
      return 'a function'
    case 'symbol':
      return 'a symbol'
    default:
      return 'undefined'
  }
}
