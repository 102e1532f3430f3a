import type { Field, Platform } from '../../src/platform/platform.js'
import { bpfFacts } from './bpf.js'
import { alias, errnoNames, structs } from './names.js'

/** What a table says, as C says it. */
export interface Fact {
  readonly name: string
  /** A constant expression of C; for what the table says is missing, the name of a macro. */
  readonly expression: string
  readonly value: number | undefined
}

export function factsOf(platform: Platform): Fact[] {
  const bpf = platform.name === 'linux' ? bpfFacts() : []
  return [...constants(platform), ...errnos(platform), ...layouts(platform), ...bpf]
}

function constants({ name: platform, constants }: Platform): Fact[] {
  return Object.entries(constants).map(([name, value]) => ({ name, expression: alias(platform, name), value }))
}

function errnos({ name: platform, errno }: Platform): Fact[] {
  return Object.entries(errno).map(([name, value]) => ({ name, expression: errnoNames(platform, name), value }))
}

function layouts(platform: Platform): Fact[] {
  // C has no name for what a time-out takes.
  const { sockaddrHasLength, timeoutInMilliseconds: _, ...rest } = platform.layouts
  const familyAt = fact('sockaddr.family', 'offsetof(struct sockaddr, sa_family)', sockaddrHasLength ? 1 : 0)
  const structs = Object.entries<object | undefined>(rest)
  return [familyAt, ...structs.flatMap(([name, layout]) => (layout ? layoutFacts(platform.name, name, layout) : []))]
}

function layoutFacts(platform: string, name: string, layout: object): Fact[] {
  const { type, members, more = {}, upTo = {} } = structs(platform, name)
  return Object.entries(layout).flatMap(([key, field]: [string, number | Field | undefined]) => {
    const path = `${name}.${key}`
    if (field === undefined) return []
    if (key === 'size') return [fact(path, `sizeof(${type})`, field as number)]
    if (more[key] !== undefined) return [fact(path, more[key], field as number)]
    // A name that C does not know, so that a field which is missing in names.ts is not passed over.
    const member = members[key] ?? `no_member_for_${key}`
    const at = `offsetof(${type}, ${member})`
    if (typeof field === 'number') return [fact(path, at, field)]
    const size = upTo[key] ? `offsetof(${type}, ${upTo[key]}) - ${at}` : `sizeof(((${type} *)0)->${member})`
    return [fact(`${path}.at`, at, field.at), fact(`${path}.size`, size, field.size)]
  })
}

function fact(name: string, expression: string, value: number | undefined): Fact {
  return { name, expression, value }
}
