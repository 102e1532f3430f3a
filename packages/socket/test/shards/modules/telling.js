/** Answers with what came beside each datagram. */
export default function telling(socket) {
  socket.onBatch = (batch) => {
    for (let i = 0; i < batch.count; i++) {
      const answer = { to: String(batch.to(i)), interface: batch.interfaces[i] }
      socket.trySend(Buffer.from(JSON.stringify(answer)), batch.from(i))
    }
  }
}
