import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'
import { obey } from './commands.js'

/** node --expose-gc socket-watch.js BACKEND ADDRESS: a watch whose callback only counts, and a datagram that nobody reads, so that it is called in each turn of the loop. */
const [backend, address] = process.argv.slice(2)
const sys = openSyscalls({ backend: backend as BackendName })
const fd = sys.socket(AF_INET, SOCK_DGRAM)
sys.bind(fd, { address: address as string, port: 0 })
sys.setNonblocking(fd, true)
sys.sendto(fd, new Uint8Array(1), 0, sys.getsockname(fd))
let called = 0
sys.watch(fd, { readable: true }, () => {
  called++
})

obey(
  {},
  {
    settle() {
      globalThis.gc?.()
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
