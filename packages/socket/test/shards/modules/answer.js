/** Answers each datagram with who it is and what came; does what the text orders. */
export default function answer(socket, { index, restarts, workers, address, data }) {
  const orders = {
    throw() {
      throw new Error('as ordered')
    },
    exit: () => process.exit(3),
    close: () => socket.close(),
    hang() {
      for (;;);
    },
  }
  socket.onBatch = (batch) => {
    for (let i = 0; i < batch.count; i++) {
      const text = Buffer.from(batch.data(i)).toString('latin1')
      // Behind the id.
      orders[text.slice(4)]?.()
      if (socket.closed) return
      const answer = JSON.stringify({ index, restarts, workers, port: address.port, data, text })
      socket.trySend(Buffer.from(answer), batch.from(i))
    }
  }
}
