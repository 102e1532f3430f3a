// Prints, for each way in which a CommonJS module comes by node:dgram, whether that is the drop-in.
const prefixed = require('node:dgram')
// biome-ignore lint/style/useNodejsImportProtocol: that is one of the ways
const { createSocket, Socket } = require('dgram')
const { createRequire } = require('node:module')
const held = globalThis.held ?? prefixed

import('@sendto/dgram').then((ours) => {
  const is = (module) => module.createSocket === ours.createSocket && module.Socket === ours.Socket
  const socket = createSocket('udp4')
  console.log({
    prefixed: is(prefixed),
    named: is({ createSocket, Socket }),
    created: is(createRequire(__filename)('dgram')),
    held: is(held),
    instance: socket instanceof Socket,
  })
  socket.close()
})
