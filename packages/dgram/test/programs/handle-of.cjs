// The handle of a socket, which Node keeps under a symbol of its own; `_handle` is gone from Node 26 on.
module.exports = function handleOf(socket) {
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'state symbol')
  return socket[symbol].handle
}
