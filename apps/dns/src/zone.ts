import type { Answer, Question, SoaAnswer } from 'dns-packet'
import { parseRecord, type ResourceRecord } from './record.js'

/** What a zone has to say to a question. `records` are empty where the name exists and has none of that type. */
export interface Finding {
  readonly exists: boolean
  readonly records: readonly Answer[]
}

/** The records of one zone, by name. */
export class Zone {
  readonly #records = new Map<string, ResourceRecord[]>()

  /** @param name in small letters, without a dot at the end */
  constructor(readonly name: string) {}

  /** Adds a record from its text; SyntaxError if it is none. */
  add(text: string): void {
    const record = parseRecord(text, this.name)
    const records = this.#records.get(record.name)
    if (records === undefined) this.#records.set(record.name, [record])
    else records.push(record)
  }

  /** Whether a name, in any letters, belongs to the zone. */
  has(name: string): boolean {
    return isBelow(name.toLowerCase(), this.name)
  }

  find({ name, type }: Question): Finding {
    const key = name.toLowerCase()
    const all: Answer[] =
      key === this.name ? [this.authority, ...(this.#records.get(key) ?? [])] : (this.#records.get(key) ?? [])
    // Who asks in large letters wants to see them again: some resolvers hide a nonce in them.
    const records = all.filter((record) => type === record.type || isAny(type)).map((record) => ({ ...record, name }))
    return { exists: all.length > 0 || this.#hasBelow(key), records }
  }

  /** The start of authority, which tells for how long a "no" holds: RFC 2308, 3. */
  get authority(): SoaAnswer {
    const times = { serial: 1, refresh: 3600, retry: 600, expire: 86_400, minimum: 60 }
    return {
      name: this.name,
      type: 'SOA',
      class: 'IN',
      ttl: times.minimum,
      data: { mname: this.name, rname: `hostmaster.${this.name}`, ...times },
    }
  }

  /** A name without records exists where there is one below it: RFC 8020, 2. */
  #hasBelow(name: string): boolean {
    return [...this.#records.keys()].some((each) => isBelow(each, name))
  }
}

function isBelow(name: string, other: string): boolean {
  return name === other || name.endsWith(`.${other}`)
}

/** The library calls type 255 by its name in messages, which its types leave out. */
function isAny(type: string): boolean {
  return type === 'ANY'
}
