import type { AddressInfo } from 'node:net'

/** node start.js KIND [BACKEND]: milliseconds from the import of a module until a first datagram has come, which it sends to itself. */
const [kind, backend] = process.argv.slice(2)
const begun = performance.now()

const ways: Record<string, () => Promise<void>> = {
  async dgram() {
    await first((await import('node:dgram')).default.createSocket('udp4'))
  },
  async dropIn() {
    await first((await import('@sendto/dgram')).createSocket({ type: 'udp4', backend: backend as 'napi' }))
  },
  async socket() {
    const { DatagramSocket } = await import('sendto')
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend: backend as 'napi' })
    const come = new Promise((resolve) => {
      socket.onBatch = resolve
    })
    socket.trySend(new Uint8Array(64), socket.localAddress)
    await come
  },
  async calls() {
    const { AF_INET, openSyscalls, SOCK_DGRAM } = await import('sendto')
    const sys = openSyscalls({ backend: backend as 'napi' })
    const fd = sys.socket(AF_INET, SOCK_DGRAM)
    sys.bind(fd, { address: '127.0.0.1', port: 0 })
    sys.sendto(fd, new Uint8Array(64), 0, sys.getsockname(fd))
    sys.recvfrom(fd, new Uint8Array(64), 0)
    sys.close(fd)
  },
}

await ways[kind ?? '']?.()
console.log(performance.now() - begun)
process.exit()

function first(socket: import('node:dgram').Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject).on('message', () => resolve())
    socket.bind(0, '127.0.0.1', () =>
      socket.send(new Uint8Array(64), (socket.address() as AddressInfo).port, '127.0.0.1'),
    )
  })
}
