import type { Batch } from 'sendto'
import type { ReceivedInfo } from './types.js'

/** Tells what the kernel told of a datagram; what it did not tell is left out. */
export function addInfo(
  rinfo: { -readonly [Name in keyof ReceivedInfo]: ReceivedInfo[Name] },
  batch: Batch,
  index: number,
): void {
  const destination = batch.to(index)
  if (destination?.family === 'IPv4' || destination?.family === 'IPv6') rinfo.destination = destination.address
  const on = batch.interfaces[index] as number
  if (on !== 0) rinfo.interface = on
  const ecn = batch.ecns[index] as number
  if (ecn >= 0) rinfo.ecn = ecn
  const ttl = batch.hopLimits[index] as number
  if (ttl >= 0) rinfo.ttl = ttl
  const timestamp = batch.timestamps[index] as bigint
  if (timestamp !== 0n) rinfo.timestamp = timestamp
}
