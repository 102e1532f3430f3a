import { backendNames, openSyscalls } from 'sendto'
import { callsOf, type Reply, type Request } from './calls.js'

/** The process on a host: makes the calls that it is asked for, one after the other, until nobody is there to ask. */
const backend = backendNames.find((name) => name === process.argv[2])
const calls = callsOf(openSyscalls({ backend }))

process.on('message', ({ call, args }: Request) => {
  process.send?.(answer(calls[call] as (...args: readonly unknown[]) => unknown, args))
})

function answer(call: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): Reply {
  try {
    return { result: call(...args) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { error: { ...error, message: error.message } }
  }
}
