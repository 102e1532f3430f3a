import { isMainThread } from 'node:worker_threads'
import type { Backend, NameBuffer } from '@sendto/core'
import { modest } from '../modest.js'
import { call, reference } from '../reference.js'
import { type Defects, Thrown } from './defect.js'

const built = new URL('../../dist/test/wrong/', import.meta.url)

export const environmentDefects: Defects = {
  'leaves its sockets open when a worker ends': {
    calls: { socket: (...input) => call('socket', ...input), close: (fd) => call('close', fd) },
    caughtBy: ['worker/return', 'worker/exit', 'worker/throw', 'worker/terminate'],
  },
  'closes what a worker had closed before': {
    calls: { close: (fd) => call('close', fd) },
    caughtBy: ['worker/closed-before'],
  },
  'loads in the main thread alone': {
    calls: {
      load() {
        if (!isMainThread) throw new Error('Module did not self-register')
        reference.load()
      },
    },
    caughtBy: ['worker/several', 'worker/main-goes-on', 'worker/return'],
  },
  'opens its library when it is imported': {
    module: new URL('eager.js', built).href,
    caughtBy: ['backend/import'],
  },
  'awaits something when it is imported': {
    module: new URL('awaiting.js', built).href,
    caughtBy: ['backend/import'],
  },
  'closes everything when it is loaded again': {
    calls: closingOnLoad(),
    caughtBy: ['backend/load-again'],
  },
  'has an unspeakable name': {
    calls: { name: 'Wrong One' },
    caughtBy: ['backend/declares'],
  },
  'claims what nobody can do': {
    calls: { capabilities: { ...modest.capabilities, zeroCopy: true as false } },
    caughtBy: ['backend/declares'],
  },
  'wants a name buffer in any case': {
    calls: {
      recvfrom(fd, data, flags, name) {
        if (name === null) throw new Thrown('name is null')
        return reference.recvfrom(fd, data, flags, name)
      },
    },
    caughtBy: ['backend/no-name', 'backend/errors-are-values'],
  },
  'dies of what it does not know': {
    calls: {
      sendto(fd, data, flags, name) {
        if (!(data instanceof Uint8Array)) process.kill(process.pid, 'SIGKILL')
        return reference.sendto(fd, data, flags, name)
      },
    },
    caughtBy: ['backend/garbage'],
  },
  'stores every name in the first name buffer it was given': {
    calls: storingInTheFirst(),
    caughtBy: ['backend/two-tables'],
  },
}

function closingOnLoad(): Partial<Backend> {
  const opened = new Set<number>()
  return {
    load() {
      reference.load()
      for (const fd of opened) reference.close(fd)
      opened.clear()
    },
    socket(...input) {
      const fd = reference.socket(...input)
      if (fd >= 0) opened.add(fd)
      return fd
    },
    close(fd) {
      opened.delete(fd)
      return reference.close(fd)
    },
  }
}

function storingInTheFirst(): Partial<Backend> {
  let first: NameBuffer | undefined
  return {
    getsockname(fd, name) {
      first ??= name
      first.reset()
      return reference.getsockname(fd, first)
    },
  }
}
