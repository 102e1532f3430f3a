import { setImmediate } from 'node:timers/promises'
import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM, SyscallError, type Syscalls } from 'sendto'
import { cpu, obey } from './commands.js'

/** Milliseconds, after which a receive that waits returns, and commands are looked for; as in native/socket/blocking.c. */
const pause = 2

export interface Waiting {
  readonly sys: Syscalls
  readonly fd: number
  /** Counts a datagram, by its size and its first byte. */
  count(size: number, first: number): void
  /** Calls `receive`, which says whether something came, for ever; has commands obeyed where nothing has come for a while. */
  work(receive: () => boolean): Promise<never>
}

/** A socket that blocks, on a free port, whose receives have the thread wait in the system call. */
export function openWaiting(backend: string, address: string, receiveBuffer: number): Waiting {
  const sys = openSyscalls({ backend: backend as BackendName })
  const fd = sys.socket(AF_INET, SOCK_DGRAM)
  sys.setOption(fd, 'SO_RCVBUF', receiveBuffer)
  sys.setOption(fd, 'SO_RCVTIMEO', pause)
  sys.bind(fd, { address, port: 0 })
  const { port } = sys.getsockname(fd) as { port: number }
  const dropsNow = () => sys.getOption(fd, 'SO_MEMINFO').drops
  let [datagrams, bytes, sum, start, drops] = [0, 0, 0, 0, 0]
  obey(
    { port },
    {
      begin() {
        datagrams = bytes = sum = 0
        drops = dropsNow()
        start = cpu()
        return {}
      },
      tell: () => ({ datagrams, bytes, sum, drops: dropsNow() - drops, cpu: cpu() - start }),
    },
  )
  return {
    sys,
    fd,
    count(size, first) {
      datagrams++
      bytes += size
      sum += first
    },
    async work(receive) {
      for (;;) {
        while (receive());
        await setImmediate()
      }
    },
  }
}

/** What a call returns that may find nothing; undefined where it did. */
export function unlessNothing<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof SyscallError && error.code === 'EAGAIN') return undefined
    throw error
  }
}
