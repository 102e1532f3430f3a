import { bpf, declares, type Syscalls } from '@sendto/core'
import type { NamedOptions } from '../options.js'

const names = ['SO_ATTACH_FILTER', 'SO_ATTACH_BPF', 'SO_LOCK_FILTER'] as const

/** The program's own filters, which take the place of the bar. */
export type Filters = Pick<NamedOptions, (typeof names)[number]>

/** Tells the filters among named options from the rest. */
export function splitFilters(options: NamedOptions): { filters: Filters; others: NamedOptions } {
  const isFilter = ([name]: [string, unknown]) => (names as readonly string[]).includes(name)
  const all = Object.entries(options)
  return {
    filters: Object.fromEntries(all.filter(isFilter)),
    others: Object.fromEntries(all.filter((entry) => !isFilter(entry))),
  }
}

const nothing = bpf.assemble([bpf.ret(0)])

/** Has a socket receive nothing, where there are filters. */
export function bar(sys: Syscalls, fd: number): void {
  if (declares(sys.backend.capabilities, 'packetFilters')) sys.setOption(fd, 'SO_ATTACH_FILTER', nothing)
}

/** Lets it receive, by the program's own filters if it has any. */
export function lift(sys: Syscalls, fd: number, filters: Filters): void {
  const { SO_ATTACH_FILTER: classic, SO_ATTACH_BPF: extended, SO_LOCK_FILTER: lock } = filters
  if (classic !== undefined) sys.setOption(fd, 'SO_ATTACH_FILTER', classic)
  else if (extended !== undefined) sys.setOption(fd, 'SO_ATTACH_BPF', extended)
  else if (declares(sys.backend.capabilities, 'packetFilters')) sys.setOption(fd, 'SO_DETACH_FILTER', null)
  if (lock !== undefined) sys.setOption(fd, 'SO_LOCK_FILTER', lock)
}
