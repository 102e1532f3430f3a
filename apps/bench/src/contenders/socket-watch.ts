import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'
import { obey } from './commands.js'

/** node --expose-gc socket-watch.js BACKEND ADDRESS: a watch whose callback only counts, and a datagram that nobody reads, so that it is called in each turn of the loop for as long as it is to be. */
const [backend, address] = process.argv.slice(2)
const sys = openSyscalls({ backend: backend as BackendName })
const fd = sys.socket(AF_INET, SOCK_DGRAM)
sys.bind(fd, { address: address as string, port: 0 })
sys.setNonblocking(fd, true)
sys.sendto(fd, new Uint8Array(1), 0, sys.getsockname(fd))
let called = 0
let last = 0
let done = () => {}
const watch = sys.watch(fd, {}, () => {
  if (++called !== last) return
  watch.change({})
  done()
})

obey(
  {},
  {
    settle() {
      globalThis.gc?.()
      return {}
    },
    /** Has the watch called so many times more. */
    async call(times) {
      last = called + (times ?? 0)
      watch.change({ readable: true })
      await new Promise<void>((resolve) => {
        done = resolve
      })
      return {}
    },
    begin() {
      globalThis.gc?.({ type: 'minor' })
      called = 0
      return {}
    },
    tell() {
      globalThis.gc?.({ type: 'minor' })
      return { datagrams: 0, called }
    },
  },
)
