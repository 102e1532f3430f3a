import { cpu, obey } from './commands.js'
import { openOn } from './open.js'

/** node socket-echo.js BACKEND ADDRESS RECEIVE_BUFFER [SPIN]: native/socket/echo.c by onBatch and trySend. */
const [backend = '', address = '', buffer, spin = '0'] = process.argv.slice(2)
const { socket, port } = openOn(backend, address, { receiveBuffer: Number(buffer), spin: Number(spin) })
let [datagrams, called, refused, start] = [0, 0, 0, 0]

socket.onBatch = (batch) => {
  called++
  for (let i = 0; i < batch.count; i++) {
    datagrams++
    if (!socket.trySend(batch.data(i), batch.from(i))) refused++
  }
}

obey(
  { port },
  {
    settle() {
      globalThis.gc?.()
      return {}
    },
    begin() {
      globalThis.gc?.({ type: 'minor' })
      datagrams = called = refused = 0
      start = cpu()
      return {}
    },
    tell() {
      const spent = cpu() - start
      globalThis.gc?.({ type: 'minor' })
      return { datagrams, called, refused, cpu: spent }
    },
  },
)
