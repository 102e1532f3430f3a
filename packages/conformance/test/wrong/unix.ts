import { rmSync } from 'node:fs'
import { type Backend, Name } from '@sendto/core'
import { reference } from '../reference.js'
import { both, type Defects } from './defect.js'
import { changed } from './name.js'

const { constants, errno } = reference.platform
const { EAFNOSUPPORT, EAGAIN, ECONNREFUSED = 0, EMSGSIZE = 0, ENOENT = 0 } = errno

/** Where sun_path begins. */
const at = reference.platform.layouts.sockaddr_un.path
const isUnix = (name: Name) => name.bytes[0] === constants.AF_UNIX
const isAbstract = (name: Name) => isUnix(name) && name.length > at && name.bytes[at] === 0

/** The reference, given other names of Unix sockets than the caller's. */
function renaming(change: (name: Name) => Name): Partial<Backend> {
  const other = (name: Name) => (isUnix(name) ? change(name) : name)
  return {
    bind: (fd, name) => reference.bind(fd, other(name)),
    connect: (fd, name) => reference.connect(fd, other(name)),
    sendto: (fd, data, flags, name) => reference.sendto(fd, data, flags, name && other(name)),
  }
}

/** The reference, with results of sendto that say something else. */
function sending(change: (result: number, size: number) => number): Partial<Backend> {
  return {
    sendto: (fd, data, flags, name) => change(reference.sendto(fd, data, flags, name), data.byteLength),
  }
}

const cut = (name: Name, length: number) => new Name(name.bytes.slice(0, Math.max(length, at)), 0)

export const unixDefects: Defects = {
  'takes a path for an abstract name': {
    calls: renaming((name) =>
      name.length > at && !isAbstract(name)
        ? new Name(Buffer.from([1, 0, 0, ...name.bytes.subarray(at, -1)]), 0)
        : name,
    ),
    caughtBy: ['bind/unix', 'bind/unix-longest', 'bind/unix-no-directory', 'sendto/unix-nobody'],
  },
  'takes an abstract name for a string of C': {
    calls: renaming((name) => {
      const end = name.bytes.indexOf(0, at + 1)
      return isAbstract(name) && end >= 0 ? cut(name, end) : name
    }),
    caughtBy: ['bind/abstract'],
  },
  'takes the empty abstract name for no name': {
    calls: renaming((name) => (isAbstract(name) && name.length === at + 1 ? cut(name, at) : name)),
    caughtBy: ['bind/abstract-empty'],
  },
  'wants a NUL behind every path': {
    calls: renaming((name) =>
      isAbstract(name) || name.length === at ? name : changed(name, (copy) => copy.fill(0, copy.length - 1)),
    ),
    caughtBy: ['bind/unix-longest'],
  },
  'writes names in ASCII': {
    calls: renaming((name) => changed(name, (copy) => copy.set(copy.map((byte) => byte & 0x7f)))),
    caughtBy: ['bind/unix-bytes', 'bind/abstract'],
  },
  'leaves unnamed what asks for a name': {
    calls: { bind: (fd, name) => (name.length === at ? 0 : reference.bind(fd, name)) },
    caughtBy: ['bind/autobind'],
  },
  'removes a path before it binds to it': {
    calls: {
      bind(fd, name) {
        const path = name.bytes.subarray(at, name.length - 1)
        if (isUnix(name) && name.length > at && !isAbstract(name)) rmSync(Buffer.from(path), { force: true })
        return reference.bind(fd, name)
      },
    },
    caughtBy: ['bind/unix-taken'],
  },
  'takes a name from whoever has it': {
    calls: {
      bind(fd, name) {
        const result = reference.bind(fd, name)
        return result < 0 && isAbstract(name) ? 0 : result
      },
    },
    caughtBy: ['bind/abstract-taken'],
  },
  'tells no sender of a datagram': {
    calls: {
      recvfrom(fd, data, flags, name) {
        const result = reference.recvfrom(fd, data, flags, name)
        name?.set(new Uint8Array(0))
        return result
      },
    },
    caughtBy: ['sendto/unix', 'recvfrom/unix-senders', 'sendto/unix-zero-length', ...both('sendto/hello')],
  },
  'tells the sender before where there is none': {
    calls: {
      recvfrom(fd, data, flags, name) {
        const before = name?.bytes.slice(0, 110)
        const result = reference.recvfrom(fd, data, flags, name)
        if (name?.length === 0 && before !== undefined) name.set(before)
        return result
      },
    },
    caughtBy: ['recvfrom/unix-unnamed'],
  },
  'cuts the names of senders to whole words': {
    calls: {
      recvfrom(fd, data, flags, name) {
        const result = reference.recvfrom(fd, data, flags, name)
        if (name !== null) name.set(name.bytes.slice(0, name.length & ~3))
        return result
      },
    },
    caughtBy: ['recvfrom/unix-senders', 'bind/abstract'],
  },
  'tells no sender of a message': {
    calls: {
      recvmsg(fd, message, flags) {
        const result = reference.recvmsg(fd, message, flags)
        message.nameLength = 0
        return result
      },
    },
    caughtBy: ['sendmsg/unix'],
  },
  'tells the first sender of a batch for each': {
    calls: {
      recvmmsg(fd, vector, from, count, flags) {
        const result = reference.recvmmsg(fd, vector, from, count, flags)
        for (let slot = from + 1; slot < from + result; slot++) {
          vector.name(slot).set(vector.name(from))
          vector.setNameLength(slot, vector.nameLength(from))
        }
        return result
      },
    },
    caughtBy: ['sendmmsg/unix'],
  },
  'takes what nobody receives for sent': {
    calls: sending((result, size) => (result === -ENOENT || result === -ECONNREFUSED ? size : result)),
    caughtBy: ['sendto/unix-nobody', 'sendto/abstract-nobody', 'connect/unix-restarted'],
  },
  'drops what does not fit into a queue': {
    calls: sending((result, size) => (result === -EAGAIN ? size : result)),
    caughtBy: ['sendto/unix-full', 'poll/unix-full'],
  },
  'sends no more than UDP does': {
    calls: {
      sendto: (fd, data, flags, name) =>
        data.byteLength > 65_507 ? -EMSGSIZE : reference.sendto(fd, data, flags, name),
    },
    caughtBy: ['sendto/unix-longest'],
  },
  'has no socket writable before it sends': {
    calls: { poll: () => 0 },
    caughtBy: ['poll/unix-full'],
  },
  'names the socket itself for its peer': {
    calls: { getpeername: (fd, name) => reference.getsockname(fd, name) },
    caughtBy: ['connect/unix'],
  },
  'connects a socket but once': {
    calls: connectingOnce(),
    caughtBy: ['connect/unix', 'connect/unix-restarted'],
  },
  'has room for 16 bytes of an address': {
    calls: {
      sendto: (fd, data, flags, name) =>
        reference.sendto(fd, data, flags, name && cut(name, Math.min(name.length, 16))),
    },
    caughtBy: ['sendto/unix'],
  },
  'knows no other families': {
    calls: {
      socket: (domain, type, protocol) =>
        domain > constants.AF_INET6 ? -EAFNOSUPPORT : reference.socket(domain, type, protocol),
    },
    caughtBy: ['bind/netlink', 'recvfrom/packet'],
  },
  'takes every interface for the first': {
    calls: { if_nametoindex: () => 1 },
    caughtBy: ['bind/no-interface', 'bind/zone-name'],
  },
  'loses flow information': {
    calls: {
      connect: (fd, name) =>
        reference.connect(
          fd,
          name.bytes[0] === constants.AF_INET6 ? changed(name, (copy) => copy.fill(0, 4, 8)) : name,
        ),
    },
    caughtBy: ['connect/flow-information'],
  },
}

function connectingOnce(): Partial<Backend> {
  const connected = new Set<number>()
  return {
    connect(fd, name) {
      if (connected.has(fd)) return 0
      connected.add(fd)
      return reference.connect(fd, name)
    },
    close(fd) {
      connected.delete(fd)
      return reference.close(fd)
    },
  }
}
