module.exports = (socket, { index }) => {
  socket.onBatch = (batch) => {
    for (let i = 0; i < batch.count; i++) socket.trySend(Buffer.from(JSON.stringify({ index })), batch.from(i))
  }
}
