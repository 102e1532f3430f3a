import { printable, run } from '@sendto/apps-shared'
import { AF_INET, AF_INET6, IPPROTO_IP, openSyscalls, SOCK_DGRAM } from 'sendto'
import { readOptions } from './options.js'

run(() => {
  const { backend, address, count, bufferSize, timeout } = readOptions()
  const { socket, bind, setOption, getsockname, recvfrom, close } = openSyscalls({ backend })

  const fd = socket(address.family === 'IPv4' ? AF_INET : AF_INET6, SOCK_DGRAM, IPPROTO_IP)
  try {
    bind(fd, address)
    if (timeout !== undefined) setOption(fd, 'SO_RCVTIMEO', Math.round(timeout * 1000))
    console.error(`listening on ${getsockname(fd)}`)

    const buffer = Buffer.alloc(bufferSize)
    for (let received = 0; received < count; received++) {
      const { size, from, truncated } = recvfrom(fd, buffer, 0)
      const message = printable(buffer.toString('utf8', 0, size))
      console.log(`size: ${size}${truncated ? ' (truncated)' : ''}, from: ${from}, msg: ${message}`)
    }
  } finally {
    close(fd)
  }
})
