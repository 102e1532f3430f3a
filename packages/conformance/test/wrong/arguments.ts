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
      ...['fd', 'data', 'flags', 'to'].map((argument) => `sendto/argument-${argument}`),
      ...['fd', 'data', 'flags'].map((argument) => `recvfrom/argument-${argument}`),
      ...['fd', 'level', 'option', 'value'].map((argument) => `getsockopt/argument-${argument}`),
      ...['fd', 'level', 'option', 'value'].map((argument) => `setsockopt/argument-${argument}`),
    ],
  },
}
