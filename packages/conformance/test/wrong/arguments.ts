import { type AddressInit, createSyscalls, type InetAddressInit } from '@sendto/core'
import type { Defects } from './defect.js'

/** What the operators of JavaScript make of an argument. */
const int = (value: unknown) => Number(value) | 0
const bytes = (value: unknown) => Uint8Array.from(value as Uint8Array)

export function address(init: AddressInit): AddressInit {
  const { address, port, family, flowInfo, scopeId } = init as InetAddressInit
  return { address: String(address), port: int(port) & 0xffff, family, flowInfo, scopeId }
}

export const argumentDefects: Defects = {
  'makes do with whatever it is given': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        socket: (domain, type, protocol) => sys.socket(int(domain), int(type), int(protocol)),
        close: (fd) => sys.close(int(fd)),
        bind: (fd, own) => sys.bind(int(fd), address(own)),
        getsockname: (fd) => sys.getsockname(int(fd)),
        sendto: (fd, data, flags, to) => sys.sendto(int(fd), bytes(data), int(flags), to && address(to)),
        recvfrom: (fd, data, flags) => sys.recvfrom(int(fd), bytes(data), int(flags)),
        connect: (fd, peer) => sys.connect(int(fd), peer && address(peer)),
        getpeername: (fd) => sys.getpeername(int(fd)),
        shutdown: (fd, how) => sys.shutdown(int(fd), int(how)),
        poll: (entries, timeout) =>
          sys.poll(
            Array.from(entries ?? [], (entry) => ({ fd: int(entry?.fd), events: int(entry?.events) })),
            int(timeout),
          ),
        queued: (fd, request) => sys.queued(int(fd), int(request)),
        dup: (fd) => sys.dup(int(fd)),
        adopt: (fd) => sys.adopt(int(fd)),
        listenFds: (options) => sys.listenFds({ unset: Boolean(options?.unset) }),
        setNonblocking: (fd, on) => sys.setNonblocking(int(fd), Boolean(on)),
        if_nametoindex: (name) => sys.if_nametoindex(String(name).split('\0')[0] as string),
        if_indextoname: (index) => sys.if_indextoname(int(index)),
        getsockopt: (fd, level, option, value) => sys.getsockopt(int(fd), int(level), int(option), bytes(value)),
        setsockopt: (fd, level, option, value) =>
          sys.setsockopt(int(fd), int(level), int(option), typeof value === 'number' ? int(value) : bytes(value)),
      }
    },
    caughtBy: [
      ...['domain', 'type', 'protocol'].map((argument) => `socket/argument-${argument}`),
      'close/argument-fd',
      ...['fd', 'address'].map((argument) => `bind/argument-${argument}`),
      'getsockname/argument-fd',
      ...['fd', 'address'].map((argument) => `connect/argument-${argument}`),
      'getpeername/argument-fd',
      ...['fd', 'how'].map((argument) => `shutdown/argument-${argument}`),
      ...['entries', 'timeout'].map((argument) => `poll/argument-${argument}`),
      ...['fd', 'request'].map((argument) => `queued/argument-${argument}`),
      'dup/argument-fd',
      'adopt/argument-fd',
      'listenFds/argument-options',
      ...['fd', 'on'].map((argument) => `setNonblocking/argument-${argument}`),
      'if_nametoindex/argument-name',
      'if_indextoname/argument-index',
      ...['fd', 'data', 'flags', 'to'].map((argument) => `sendto/argument-${argument}`),
      ...['fd', 'data', 'flags'].map((argument) => `recvfrom/argument-${argument}`),
      ...['fd', 'level', 'option', 'value'].map((argument) => `getsockopt/argument-${argument}`),
      ...['fd', 'level', 'option', 'value'].map((argument) => `setsockopt/argument-${argument}`),
    ],
  },
}
