// Prints, for each way in which an ES module comes by node:dgram, whether that is the drop-in.

import prefixed, { createSocket, Socket } from 'node:dgram'
import * as ours from '@sendto/dgram'
// biome-ignore lint/style/useNodejsImportProtocol: that is one of the ways
import bare from 'dgram'

const is = (module) => module.createSocket === ours.createSocket && module.Socket === ours.Socket
const socket = createSocket('udp4')
console.log({
  prefixed: is(prefixed),
  bare: is(bare),
  named: is({ createSocket, Socket }),
  dynamic: is(await import('node:dgram')),
  builtin: is(process.getBuiltinModule?.('dgram') ?? prefixed),
  instance: socket instanceof Socket && socket instanceof prefixed.Socket && socket instanceof ours.Socket,
})
socket.close()
