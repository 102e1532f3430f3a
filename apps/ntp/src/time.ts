/** From 1900, where NTP begins to count, to 1970, in nanoseconds. */
const epoch = 2_208_988_800n * 1_000_000_000n

/** The NTP timestamp of a time: RFC 5905, 6. */
export function toTimestamp(time: bigint): bigint {
  return BigInt.asUintN(64, ((time + epoch) << 32n) / 1_000_000_000n)
}

/** Seconds from one NTP timestamp to another, of which either may be of the next era. */
export function secondsBetween(from: bigint, to: bigint): number {
  return Number(BigInt.asIntN(64, to - from)) / 2 ** 32
}
