import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Backend,
  type Constants,
  createSyscalls,
  type DescriptorWatch,
  type InetAddress,
  type Received,
  type Syscalls,
  timeval,
} from '@sendto/core'
import { altered } from './altered.js'
import { type Family, inet, loopback } from './inet.js'
import { type Isolated, isolate, type Room } from './isolate.js'
import type { ScenarioName, Scenarios } from './scenarios/index.js'
import type { Subject } from './subject.js'

/** What a case works with. Whatever it opens or starts through this is closed or ended after it, however it ends. */
export interface CaseContext {
  readonly backend: Backend
  readonly sys: Syscalls
  readonly constants: Constants
  /** For how many milliseconds a receive waits for a datagram that should be there. */
  readonly patience: number
  /** A UDP socket on which no receive waits for longer than `patience`. */
  open(family?: Family, flags?: number): number
  /** A socket of any kind, on which no call waits for longer than `patience`. */
  openAs(domain: number, type: number, protocol?: number): number
  /** A Unix datagram socket, likewise. */
  openUnix(flags?: number): number
  /** The same, bound to a path that nobody else has, in a directory of the case's own. */
  boundUnix(file?: string, flags?: number): BoundUnix
  /** A path in that directory, which is removed after the case. */
  path(file: string): string
  /** The same, bound to a port of the kernel's choice. */
  bound(family?: Family, address?: string, flags?: number): Bound
  /** Two of the same on one port, with a new one as often as the second bind finds it taken by a stranger. */
  onOnePort(first: () => Bound, second: (port: number) => void): void
  /** Receives one datagram and copies it. */
  receive(fd: number, size?: number, flags?: number): Received & { readonly data: Uint8Array }
  /** System calls of their own, which note the names of the calls that reach the backend. */
  recorded(): { readonly sys: Syscalls; readonly calls: readonly string[] }
  /** System calls of a backend that differs from the subject's in some of its calls. */
  altered(calls: Partial<Backend>): Syscalls
  /** Runs a scenario elsewhere, with the subject's backend. */
  start<Name extends ScenarioName>(room: Room, scenario: Name, ...input: Scenarios[Name]): Isolated
  /** The same in a process, which inherits these descriptors as 3, 4 and so on. */
  inheriting<Name extends ScenarioName>(
    descriptors: readonly number[],
    scenario: Name,
    ...input: Scenarios[Name]
  ): Isolated
}

export interface Bound {
  readonly fd: number
  readonly address: InetAddress
}

export interface BoundUnix {
  readonly fd: number
  readonly path: string
}

/** A context for one case, and what ends it. */
export function openContext(subject: Subject, patience: number): { context: CaseContext; dispose(): Promise<void> } {
  const { backend } = subject
  const { constants } = backend.platform
  const create = subject.createSyscalls ?? createSyscalls
  const opened = new Set<number>()
  const started: Isolated[] = []
  const watches: DescriptorWatch[] = []

  const calls = create(backend)
  const sys: Syscalls = {
    ...calls,
    socket(...args) {
      const fd = calls.socket(...args)
      opened.add(fd)
      return fd
    },
    watch(...args) {
      const watch = calls.watch(...args)
      watches.push(watch)
      return watch
    },
    dup(...args) {
      const fd = calls.dup(...args)
      opened.add(fd)
      return fd
    },
    // A number that was closed may be a stranger's by the time that the case ends.
    close(...args) {
      opened.delete(args[0])
      calls.close(...args)
    },
  }

  const limit = timeval(backend.platform, patience)
  let directory: string | undefined
  let files = 0

  function limited(fd: number): number {
    sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, limit)
    // Without the time-out, a case that fails would hang instead.
    const kept = new Uint8Array(limit.length)
    sys.getsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, kept)
    assert.ok(
      kept.some((byte) => byte !== 0),
      'SO_RCVTIMEO was set and is not kept',
    )
    return fd
  }

  function begin(room: Room, scenario: ScenarioName, input: unknown[], descriptors?: readonly number[]): Isolated {
    const isolated = isolate(room, { module: subject.module, patience, scenario, input }, descriptors)
    started.push(isolated)
    return isolated
  }

  const context: CaseContext = {
    backend,
    sys,
    constants,
    patience,

    open: (family = 'IPv4', flags = 0) =>
      limited(sys.socket(family === 'IPv4' ? constants.AF_INET : constants.AF_INET6, constants.SOCK_DGRAM | flags)),

    openAs(domain, type, protocol = 0) {
      const fd = limited(sys.socket(domain, type, protocol))
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_SNDTIMEO, limit)
      return fd
    },

    openUnix: (flags = 0) => context.openAs(constants.AF_UNIX, constants.SOCK_DGRAM | flags),

    boundUnix(file = `s${++files}`, flags = 0) {
      const fd = context.openUnix(flags)
      const path = context.path(file)
      sys.bind(fd, { path })
      return { fd, path }
    },

    path(file) {
      directory ??= mkdtempSync(join(tmpdir(), 'sendto-'))
      return join(directory, file)
    },

    bound(family = 'IPv4', address = loopback[family], flags = 0) {
      const fd = context.open(family, flags)
      sys.bind(fd, { address, port: 0 })
      return { fd, address: inet(sys.getsockname(fd)) }
    },

    onOnePort(first, second) {
      for (let attempt = 1; ; attempt++) {
        const { fd, address } = first()
        try {
          return second(address.port)
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'EADDRINUSE' || attempt === 5) throw error
          sys.close(fd)
        }
      }
    },

    receive(fd, size = 2048, flags = 0) {
      const buffer = new Uint8Array(size)
      const received = sys.recvfrom(fd, buffer, flags)
      return { ...received, data: buffer.subarray(0, received.size) }
    },

    recorded() {
      const noted: string[] = []
      const noting = new Proxy(backend, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key)
          if (typeof member !== 'function' || key === 'load' || key === 'address') return member
          return (...args: unknown[]) => {
            noted.push(String(key))
            return Reflect.apply(member, target, args)
          }
        },
      })
      return { sys: create(noting), calls: noted }
    },

    altered: (changes) => create(altered(backend, changes)),

    start: (room, scenario, ...input) => begin(room, scenario, input),

    inheriting: (descriptors, scenario, ...input) => begin('process', scenario, input, descriptors),
  }

  return {
    context,
    async dispose() {
      for (const watch of watches) watch.close()
      for (const fd of opened) backend.close(fd)
      if (directory !== undefined) rmSync(directory, { recursive: true })
      await Promise.all(started.map((isolated) => isolated.stop()))
    },
  }
}
