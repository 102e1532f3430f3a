/** What `--trace-gc --trace-gc-nvp` tells. */
export interface Collections {
  readonly minor: number
  readonly major: number
  /** What was allocated between the first and the last, in bytes. */
  readonly allocated: number
}

/** Reads the lines of a trace. What came before the first collection is not counted. */
export function readCollections(lines: readonly string[]): Collections {
  const all = lines.flatMap((line) => {
    const kind = / gc=(\w+) /.exec(line)?.[1]
    const allocated = / allocated=(\d+) /.exec(line)?.[1]
    return kind === undefined || allocated === undefined ? [] : { isMinor: kind === 's', allocated: Number(allocated) }
  })
  if (all.length === 0) throw new Error(`no collection in a trace of ${lines.length} lines`)
  const counted = all.slice(1)
  const minor = counted.filter(({ isMinor }) => isMinor).length
  return {
    minor,
    major: counted.length - minor,
    allocated: counted.reduce((sum, { allocated }) => sum + allocated, 0),
  }
}
