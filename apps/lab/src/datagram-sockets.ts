import {
  type AddressInit,
  type Backend,
  type BindOptions,
  type Datagram,
  DatagramSocket,
  type Membership,
  Statistic,
  type TooBig,
  type Unreachable,
} from 'sendto'

/** What a socket tells, in the order in which it came. */
interface Told {
  readonly unreachable: Unreachable[]
  readonly tooBig: TooBig[]
}

/**
 * What a process on a host can be asked of DatagramSockets, which are known by their descriptors. What a socket tells before somebody asks for it is kept.
 * @param patience every wait ends after this time, in milliseconds
 */
export function datagramSocketCalls(backend: Backend, patience: number) {
  const sockets = new Map<number, { readonly socket: DatagramSocket; readonly told: Told; notify: () => void }>()

  function at(fd: number) {
    const opened = sockets.get(fd)
    if (opened === undefined) throw new Error(`no socket has the descriptor ${fd}`)
    return opened
  }

  async function next<Name extends keyof Told>(fd: number, name: Name): Promise<Told[Name][number]> {
    const opened = at(fd)
    const [event] = opened.told[name].splice(0, 1)
    if (event !== undefined) return event
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no event ${name} within ${patience} ms`)), patience)
      opened.notify = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    return next(fd, name)
  }

  return {
    bindSocket(address: AddressInit | string, options: Omit<BindOptions, 'backend'> = {}): number {
      const socket = DatagramSocket.bind(address, { ...options, backend })
      const told: Told = { unreachable: [], tooBig: [] }
      const opened = { socket, told, notify: () => {} }
      socket.on('unreachable', (event) => {
        told.unreachable.push(event)
        opened.notify()
      })
      socket.on('tooBig', (event) => {
        told.tooBig.push(event)
        opened.notify()
      })
      sockets.set(socket.fd, opened)
      return socket.fd
    },
    closeSocket(fd: number): void {
      at(fd).socket.close()
      sockets.delete(fd)
    },
    /** Sends datagrams one by one, without a turn of the loop in between; how many found room. */
    trySend(fd: number, ...datagrams: (readonly [data: Uint8Array, to: AddressInit])[]): number {
      return datagrams.filter(([data, to]) => at(fd).socket.trySend(data, to)).length
    },
    /** Sends datagrams that leave together, joined where that is possible; how many calls that took. */
    async sendTogether(fd: number, ...datagrams: (readonly [data: Uint8Array, to: AddressInit])[]): Promise<number> {
      const { socket } = at(fd)
      const before = socket.statistics[Statistic.sends] as number
      await Promise.all(datagrams.map(([data, to]) => socket.send(data, to)))
      return (socket.statistics[Statistic.sends] as number) - before
    },
    /** How many datagrams have left. */
    sendSegments: (fd: number, data: Uint8Array, segmentSize: number, to: AddressInit): number =>
      at(fd).socket.sendSegments(data, segmentSize, to).sent,
    nextDatagram: (fd: number): Promise<Datagram> => at(fd).socket.receive({ timeout: patience }),
    nextUnreachable: (fd: number): Promise<Unreachable> => next(fd, 'unreachable'),
    nextTooBig: (fd: number): Promise<TooBig> => next(fd, 'tooBig'),
    pathMtu: (fd: number, to: AddressInit): number => at(fd).socket.pathMtu(to),
    joinGroup: (fd: number, group: string, options: Membership): void => at(fd).socket.joinGroup(group, options),
    leaveGroup: (fd: number, group: string, options: Membership): void => at(fd).socket.leaveGroup(group, options),
  }
}
