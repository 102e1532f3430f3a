/** SO_RCVBUF of all receivers, in bytes. */
export const receiveBuffer = 2 ** 20

/** What a receiver in C asks the kernel for at once: as much as a DatagramSocket does. */
export const slots = 64
export const slotSize = 65_536 + 64

export const loopback = '127.0.0.1'

/** Whoever sends first is on the one core, whoever receives first on the other. */
export const sendingCore = 0
export const receivingCore = 1
