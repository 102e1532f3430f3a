import { backendNames, openSyscalls } from 'sendto'
import { callsOf, type Reply, type Request } from './calls.js'

/** The process on a host: makes the calls that it is asked for, one after the other, until nobody is there to ask. */
const backend = backendNames.find((name) => name === process.argv[2])
const calls = callsOf(openSyscalls({ backend }))

let last = Promise.resolve()

process.on('message', ({ call, args }: Request) => {
  last = last.then(async () => {
    process.send?.(await answer(calls[call] as (...args: readonly unknown[]) => unknown, args))
  })
})

async function answer(call: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): Promise<Reply> {
  try {
    return { result: await call(...args) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { error: { ...error, message: error.message } }
  }
}
