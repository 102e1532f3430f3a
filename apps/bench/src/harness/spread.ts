/** A value of which a part of the others is less: 0.5 is the median. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = part * (sorted.length - 1)
  const below = sorted[Math.floor(at)] as number
  const above = sorted[Math.ceil(at)] as number
  return below + (above - below) * (at - Math.floor(at))
}

export interface Ratio {
  readonly median: number
  readonly least: number
  readonly greatest: number
  /** Whether there are rounds enough to say whether they agree. */
  readonly isEnough: boolean
  /** Whether half of them agree so far that the median means something. */
  readonly means: boolean
}

/** Of fewer rounds one cannot say whether they agree. */
const fewest = 3

/** From quartile to quartile, as a part of the median. */
const widest = 0.15

/** What the rounds say of one contender beside another: a ratio is taken within a round, whose values belong to the same minute. */
export function ratioOf(values: readonly number[], yardstick: readonly number[]): Ratio {
  const ratios = values.map((value, round) => value / (yardstick[round] as number))
  const median = quantile(ratios, 0.5)
  const isEnough = ratios.length >= fewest
  return {
    median,
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    isEnough,
    means: isEnough && (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / median <= widest,
  }
}
