/** This host's time as the kernel's timestamps have it: nanoseconds since 1970. `Date.now` knows no more than milliseconds. */
export function now(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6))
}
