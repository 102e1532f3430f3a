import type { Scenario } from './room.js'

/** Asks for the sockets of the service manager that the process would be started by, and reports them, their addresses, and what is left of the variables. */
export const listening: Scenario<[names: string, count: number]> = async (room, names, count) => {
  const sys = await room.syscalls()
  // The service manager sets them between fork and exec, when it knows the number.
  Object.assign(process.env, { LISTEN_PID: `${process.pid}`, LISTEN_FDS: `${count}`, LISTEN_FDNAMES: names })
  const descriptors = sys.listenFds({ unset: true })
  const left = Object.keys(process.env).filter((name) => name.startsWith('LISTEN_'))
  room.report({ descriptors, addresses: descriptors.map(({ fd }) => sys.getsockname(fd)), left })
  for (const { fd } of descriptors) sys.close(fd)
}
