import { printable, run } from '@sendto/apps-shared'
import { AF_INET, AF_INET6, IPPROTO_IP, openSyscalls, SOCK_DGRAM } from 'sendto'
import { readOptions } from './options.js'

run(() => {
  const { backend, server, own, count, message } = readOptions()
  const { socket, bind, sendto, close } = openSyscalls({ backend })

  const fd = socket(server.family === 'IPv4' ? AF_INET : AF_INET6, SOCK_DGRAM, IPPROTO_IP)
  try {
    bind(fd, own)

    const data = Buffer.from(message)
    for (let sent = 0; sent < count; sent++) {
      const size = sendto(fd, data, 0, server)
      console.log(`size: ${size}, to: ${server}, msg: ${printable(message)}`)
    }
  } finally {
    close(fd)
  }
})
