import { openWaiting } from './waiting.js'

/** node vector-receive.js BACKEND ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER: native/socket/receive.c by `recvmmsg`, which waits for the first datagram. */
const [backend = '', address = '', slots, slotSize, gro, buffer] = process.argv.slice(2)
const { sys, fd, count, work } = openWaiting(backend, address, Number(buffer))
if (gro === '1') sys.setOption(fd, 'UDP_GRO', true)
const vector = sys.createVector({ slots: Number(slots), slotSize: Number(slotSize), controlSize: 64 })
const { payload, datagrams } = vector

await work(() => {
  const messages = sys.recvmmsg(fd, vector)
  const { offsets, sizes } = datagrams
  for (let i = 0; i < datagrams.count; i++) count(sizes[i] as number, payload[offsets[i] as number] as number)
  return messages > 0
})
