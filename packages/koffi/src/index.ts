import { type Backend, byteLengthOf, hostPlatform, kernelCapabilities } from '@sendto/core'
import { type Libc, openLibc } from './libc.js'

let c: Libc

/** System calls through koffi, straight into the C library. */
const koffi: Backend = {
  name: 'koffi',

  get platform() {
    return hostPlatform()
  },

  get capabilities() {
    return kernelCapabilities(hostPlatform())
  },

  load() {
    c ??= openLibc()
  },

  address: (view) => c.address(view),

  socket(domain, type, protocol) {
    const fd = c.socket(domain, type, protocol)
    if (fd >= 0) c.environment.opened(fd)
    return checked(fd)
  },

  close(fd) {
    // Forgotten first: whatever close says, the number is no longer ours.
    c.environment.closed(fd)
    return checked(c.close(fd))
  },

  bind: (fd, name) => checked(c.bind(fd, name.address, name.length)),

  getsockname: (fd, name) => checked(c.getsockname(fd, name.bytesAddress, name.lengthAddress)),

  sendto: (fd, data, flags, name) =>
    checked(
      name === null
        ? c.sendto(fd, data, byteLengthOf(data), flags, 0, 0)
        : c.sendto(fd, data, byteLengthOf(data), flags, name.address, name.length),
    ),

  recvfrom: (fd, data, flags, name) =>
    checked(
      name === null
        ? c.recvfrom(fd, data, byteLengthOf(data), flags, 0, 0)
        : c.recvfrom(fd, data, byteLengthOf(data), flags, name.bytesAddress, name.lengthAddress),
    ),

  getsockopt(fd, level, option, value) {
    const length = new Uint32Array([byteLengthOf(value)])
    const result = c.getsockopt(fd, level, option, value, length)
    return result < 0 ? checked(result) : (length[0] as number)
  },

  setsockopt: (fd, level, option, value) => checked(c.setsockopt(fd, level, option, value, byteLengthOf(value))),
}

/** A result as the contract has it: what the call returned, or the negated errno. */
function checked(result: number): number {
  return result < 0 ? -c.errno() : result
}

export default koffi
