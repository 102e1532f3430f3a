/** The 48 bytes of RFC 5905, 7.3, without extension fields. */
export const packetSize = 48

const version = 4
const clientMode = 3
const serverMode = 4

/** What a server answers. Times are NTP timestamps, which count 2^-32 seconds and begin anew every 136 years. */
export interface Response {
  /** 0; 1 or 2 before a leap second; 3: the server's own clock is not synchronized. */
  readonly leap: number
  /** How many servers there are to the reference clock, itself included; 0: a "kiss o' death", whose code is the `reference`. */
  readonly stratum: number
  /** The server's own server, or its clock. */
  readonly reference: string
  /** To the reference clock and back, in seconds. */
  readonly rootDelay: number
  /** By how much the server may be wrong, in seconds, beside what the delay may hide. */
  readonly rootDispersion: number
  /** The transmit timestamp of the request. */
  readonly origin: bigint
  readonly receive: bigint
  readonly transmit: bigint
}

/** A client's request. The server gives `transmit` back as it is, and that is all that it is good for. */
export function encodeRequest(transmit: bigint): Buffer {
  const packet = Buffer.alloc(packetSize)
  packet.writeUInt8((version << 3) | clientMode, 0)
  packet.writeBigUInt64BE(transmit, 40)
  return packet
}

/** Null if it is no server's response. */
export function decodeResponse(packet: Buffer): Response | null {
  if (packet.length < packetSize || (packet.readUInt8(0) & 7) !== serverMode) return null
  const stratum = packet.readUInt8(1)
  return {
    leap: packet.readUInt8(0) >> 6,
    stratum,
    reference: stratum < 2 ? packet.toString('latin1', 12, 16).replaceAll('\0', '') : packet.subarray(12, 16).join('.'),
    rootDelay: packet.readUInt32BE(4) / 0x1_0000,
    rootDispersion: packet.readUInt32BE(8) / 0x1_0000,
    origin: packet.readBigUInt64BE(24),
    receive: packet.readBigUInt64BE(32),
    transmit: packet.readBigUInt64BE(40),
  }
}
