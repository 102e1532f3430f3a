// Prints what the socket that its parent sends receives, and whether that is the drop-in's.
process.on('message', (_, socket) => {
  socket.on('message', async (data) => {
    const { Socket } = await import('@sendto/dgram')
    console.log(String(data), socket instanceof Socket)
    socket.close()
    process.disconnect()
  })
})
process.send('ready')
