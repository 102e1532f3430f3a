/** Waits for a datagram, and returns nothing that could be waited for. */
export default function waiting(socket) {
  void socket.receive()
}
