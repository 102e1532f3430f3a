import type { Scenario } from './room.js'
import { boundSocket, codeOf } from './udp.js'

/**
 * What each call says to a descriptor that was closed. In a process of its own, where nobody else takes the number at once.
 */
export const closedDescriptor: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const { SOL_SOCKET, SO_BROADCAST, SHUT_RDWR, SIOCINQ = 0, POLLIN, POLLNVAL } = sys.backend.platform.constants
  const { fd, address } = boundSocket(sys, room.patience)
  const { fd: second } = boundSocket(sys, room.patience)
  sys.close(fd)
  const vector = sys.createVector({ slots: 1, slotSize: 1 })
  vector.set(0, 1, address)
  const closing = {
    address: address.address,
    get port() {
      sys.close(second)
      return address.port
    },
  }
  room.report({
    bind: codeOf(() => sys.bind(fd, address)),
    connect: codeOf(() => sys.connect(fd, address)),
    getpeername: codeOf(() => sys.getpeername(fd)),
    shutdown: codeOf(() => sys.shutdown(fd, SHUT_RDWR)),
    setNonblocking: codeOf(() => sys.setNonblocking(fd, true)),
    queued: codeOf(() => sys.queued(fd, SIOCINQ)),
    dup: codeOf(() => sys.dup(fd)),
    adopt: codeOf(() => sys.adopt(fd)),
    poll: sys.poll([{ fd, events: POLLIN }], 0).map(({ revents }) => (revents === POLLNVAL ? 'EBADF' : revents))[0],
    getsockname: codeOf(() => sys.getsockname(fd)),
    sendto: codeOf(() => sys.sendto(fd, new Uint8Array(1), 0, address)),
    recvfrom: codeOf(() => sys.recvfrom(fd, new Uint8Array(1))),
    sendmsg: codeOf(() => sys.sendmsg(fd, { data: new Uint8Array(1), to: address })),
    recvmsg: codeOf(() => sys.recvmsg(fd, new Uint8Array(1))),
    sendmmsg: codeOf(() => sys.sendmmsg(fd, vector)),
    recvmmsg: codeOf(() => sys.recvmmsg(fd, vector)),
    getsockopt: codeOf(() => sys.getsockopt(fd, SOL_SOCKET, SO_BROADCAST, new Uint8Array(4))),
    setsockopt: codeOf(() => sys.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, 1)),
    close: codeOf(() => sys.close(fd)),
    'close by a getter': codeOf(() => sys.sendto(second, new Uint8Array(1), 0, closing)),
  })
}
