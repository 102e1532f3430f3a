import { type Backend, hostPlatform, kernelCapabilities } from '@sendto/core'
import { type Addon, loadAddon } from './addon.js'
import { Registers } from './registers.js'

let addon: Addon
let registers: Registers

/** System calls through a compiled Node-API addon. */
const napi: Backend = {
  name: 'napi',

  get platform() {
    return hostPlatform()
  },

  get capabilities() {
    return kernelCapabilities(hostPlatform())
  },

  load() {
    addon ??= loadAddon()
    registers ??= new Registers(addon.registers)
  },

  address: (view) => addon.address(view),

  socket: (domain, type, protocol) => addon.socket(domain, type, protocol),
  close: (fd) => addon.close(fd),

  bind: (fd, name) => addon.bind(fd, name.bytes),
  getsockname: (fd, name) => addon.getsockname(fd, name.memory),

  sendto(fd, data, flags, name) {
    registers.set(fd, flags, name)
    return addon.sendto(data)
  },

  recvfrom: (fd, data, flags, name) => addon.recvfrom(fd, data, flags, name === null ? null : name.memory),

  getsockopt: (fd, level, option, value) => addon.getsockopt(fd, level, option, value),
  setsockopt: (fd, level, option, value) => addon.setsockopt(fd, level, option, value),
}

export default napi
