import { openWaiting, unlessNothing } from './waiting.js'

/** node calls-receive.js BACKEND ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER: native/socket/blocking.c by `recvfrom`. */
const [backend = '', address = '', , , , buffer] = process.argv.slice(2)
const { sys, fd, count, work } = openWaiting(backend, address, Number(buffer))
const data = new Uint8Array(65_535)
const receive = () => sys.recvfrom(fd, data)

await work(() => {
  const received = unlessNothing(receive)
  if (received === undefined) return false
  count(received.size, data[0] as number)
  return true
})
