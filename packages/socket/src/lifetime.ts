import type { Descriptor } from './descriptor.js'

/**
 * Closes sockets that became garbage, and says so: a program that forgot one has a leak that depends on the collector. A socket that is waited for is not garbage, since
 * its watch holds it.
 */
const forgotten = new FinalizationRegistry<Descriptor>((descriptor) => {
  if (!descriptor.isOpen) return
  const { fd } = descriptor
  descriptor.close()
  process.emitWarning(`A DatagramSocket (descriptor ${fd}) was collected as garbage while open; close it`, {
    code: 'SENDTO_SOCKET_COLLECTED',
  })
})

export function closeIfForgotten(socket: object, descriptor: Descriptor): void {
  forgotten.register(socket, descriptor, descriptor)
}

export function closedInTime(descriptor: Descriptor): void {
  forgotten.unregister(descriptor)
}
