import { type Backend, type BackendName, openSyscalls } from 'sendto'

/** What a test asks of the calls by which sockets send. */
export interface SendCalls {
  /** Of how many messages each was. */
  readonly made: number[]
  /** The error that each meets, which is not made then; null for none. */
  error: string | null
}

/** A backend whose sending calls are counted, and fail when a test wants it. */
export function countedSends(name: BackendName): { backend: Backend; calls: SendCalls } {
  const { backend } = openSyscalls({ backend: name })
  const calls: SendCalls = { made: [], error: null }
  const make = (count: number, call: () => number) => {
    calls.made.push(count)
    return calls.error === null ? call() : -(backend.platform.errno[calls.error] as number)
  }
  const counted: Backend = {
    ...backend,
    sendto: (...given) => make(1, () => backend.sendto(...given)),
    sendmsg: (...given) => make(1, () => backend.sendmsg(...given)),
    sendmmsg: (fd, vector, from, count, flags) => make(count, () => backend.sendmmsg(fd, vector, from, count, flags)),
  }
  return { backend: counted, calls }
}
