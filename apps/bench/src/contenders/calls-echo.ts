import { openWaiting, unlessNothing } from './waiting.js'

/** node calls-echo.js BACKEND ADDRESS RECEIVE_BUFFER: native/socket/blocking.c by `recvfrom` and `sendto`. */
const [backend = '', address = '', buffer] = process.argv.slice(2)
const { sys, fd, count, work } = openWaiting(backend, address, Number(buffer))
const data = new Uint8Array(65_535)
const receive = () => sys.recvfrom(fd, data)

await work(() => {
  const received = unlessNothing(receive)
  if (received === undefined) return false
  const { size, from } = received
  count(size, data[0] as number)
  sys.sendto(fd, data.subarray(0, size), 0, from)
  return true
})
