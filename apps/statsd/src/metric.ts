/** The kinds of metrics, by the letters on the wire; `m`, a meter, is a counter to all but a few. */
const kinds = {
  c: 'counter',
  m: 'counter',
  g: 'gauge',
  s: 'set',
  ms: 'timing',
  h: 'histogram',
  d: 'distribution',
} as const

export type Kind = (typeof kinds)[keyof typeof kinds]

/** One line of the protocol, `name:value|type|@rate|#tags`, in DogStatsD's dialect. */
export interface Metric {
  readonly kind: Kind
  readonly name: string
  /** As they were sent: several in `name:1:2:3|h`, text in a set. */
  readonly values: readonly string[]
  /** What part of the events is reported: above 0, and 1 at most. */
  readonly rate: number
  /** Sorted. */
  readonly tags: readonly string[]
}

/** Reads a line; null if it is no metric. */
export function parseMetric(line: string): Metric | null {
  const [head = '', letters = '', ...sections] = line.split('|')
  const [name = '', ...values] = head.split(':')
  if (name === '' || values.length === 0 || !Object.hasOwn(kinds, letters)) return null

  const kind = kinds[letters as keyof typeof kinds]
  if (kind !== 'set' && !values.every(isNumber)) return null

  const section = (mark: string) => sections.find((each) => each.startsWith(mark))?.slice(1)
  const rate = Number(section('@') ?? 1)
  if (!(rate > 0 && rate <= 1)) return null
  const tags = section('#')?.split(',').sort() ?? []
  return { kind, name, values, rate, tags }
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
}
