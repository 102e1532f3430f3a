import { checkBoolean, checkInt32 } from '../validate.js'
import type { Context } from './context.js'
import { type ListenDescriptor, type ListenOptions, listenFds } from './listen-fds.js'

/** What can be done with descriptors as such: dup(2), fcntl(2), sd_listen_fds(3). */
export interface DescriptorCalls {
  /**
   * A second descriptor for the same socket, close-on-exec: F_DUPFD_CLOEXEC of fcntl(2). The two share everything but their numbers, blocking or not included, and
   * are closed one by one.
   *
   * `EBADF`: no open descriptor; `EMFILE`: too many are open.
   * @returns the descriptor, to be closed in the thread that called
   */
  dup(fd: number): number

  /**
   * Takes over a descriptor that something else opened, and that nobody else will close: a parent process, the service manager, another library. It becomes
   * close-on-exec, and is closed when this thread ends, if not before; options and blocking stay as they are. Taking over one's own changes nothing.
   *
   * `EBADF`: no open descriptor.
   */
  adopt(fd: number): void

  /**
   * Takes over the sockets that the service manager has opened for this process, in their order: socket activation, sd_listen_fds(3). Without LISTEN_FDS, or
   * where LISTEN_PID is another process, there are none.
   *
   * `EBADF`: the environment promises a descriptor that is not open. TypeError `ERR_INVALID_ARG_VALUE`: LISTEN_PID, LISTEN_FDS or LISTEN_FDNAMES makes no sense.
   */
  listenFds(options?: ListenOptions): ListenDescriptor[]

  /**
   * Makes a socket blocking or not, for everyone who shares it: O_NONBLOCK of fcntl(2), FIONBIO of ioctl(2).
   *
   * `EBADF`: no open descriptor.
   */
  setNonblocking(fd: number, on: boolean): void
}

export function descriptorCalls(context: Context): DescriptorCalls {
  const { backend } = context

  const calls: DescriptorCalls = {
    dup(fd) {
      checkInt32('fd', fd)
      const copy = backend.dup(fd)
      if (copy < 0) context.fail('dup', copy)
      context.heldErrors.forget(copy)
      return copy
    },

    adopt(fd) {
      checkInt32('fd', fd)
      const result = backend.adopt(fd)
      if (result < 0) context.fail('adopt', result)
      context.heldErrors.forget(fd)
    },

    listenFds: (options) => listenFds(calls.adopt, options),

    setNonblocking(fd, on) {
      checkInt32('fd', fd)
      checkBoolean('on', on)
      const result = backend.setNonblocking(fd, on)
      if (result < 0) context.fail('setNonblocking', result)
    },
  }
  return calls
}
