import type { Layouts } from '../layouts.js'

/** The 64-bit ABI of glibc and musl. */
export const layouts: Layouts = {
  sockaddrHasLength: false,
  timeval: { seconds: 8, microseconds: 8, size: 16 },
  msghdr: {
    size: 56,
    name: 0,
    nameLength: { at: 8, size: 4 },
    iov: 16,
    iovLength: { at: 24, size: 8 },
    control: 32,
    controlLength: { at: 40, size: 8 },
    flags: { at: 48, size: 4 },
  },
  mmsghdr: { size: 64, length: { at: 56, size: 4 } },
  iovec: { size: 16, base: 0, length: { at: 8, size: 8 } },
  cmsghdr: {
    size: 16,
    length: { at: 0, size: 8 },
    level: { at: 8, size: 4 },
    type: { at: 12, size: 4 },
    align: 8,
  },
  pollfd: { size: 8, fd: { at: 0, size: 4 }, events: { at: 4, size: 2 }, revents: { at: 6, size: 2 } },
}
