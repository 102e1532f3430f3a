/** Types of ICMP messages: RFC 792 and RFC 4443. */
const types = { IPv4: { request: 8, reply: 0 }, IPv6: { request: 128, reply: 129 } } as const

export type Family = keyof typeof types

export const headerSize = 8

/** An echo request: type, code, checksum, identifier, sequence number, data. */
export function encodeRequest(family: Family, identifier: number, sequence: number, data: Uint8Array): Buffer {
  const message = Buffer.alloc(headerSize + data.length)
  message.writeUInt8(types[family].request, 0)
  message.writeUInt16BE(identifier, 4)
  message.writeUInt16BE(sequence, 6)
  message.set(data, headerSize)
  // ICMPv6's covers addresses too, and is the kernel's duty on every kind of socket: RFC 3542, 3.1.
  if (family === 'IPv4') message.writeUInt16BE(checksum(message), 2)
  return message
}

export interface Echo {
  readonly identifier: number
  readonly sequence: number
  readonly data: Buffer
}

/** Null if it is no echo reply. */
export function decodeReply(family: Family, message: Buffer): Echo | null {
  if (message.length < headerSize || message.readUInt8(0) !== types[family].reply) return null
  return {
    identifier: message.readUInt16BE(4),
    sequence: message.readUInt16BE(6),
    data: message.subarray(headerSize),
  }
}

/** What a raw socket receives on IPv4 begins with the IP header: raw(7). */
export function withoutIPHeader(packet: Buffer): Buffer {
  return packet.subarray(((packet[0] ?? 0) & 0x0f) * 4)
}

/** The ones' complement of the ones' complement sum of all 16-bit words: RFC 1071. */
function checksum(message: Buffer): number {
  let sum = 0
  for (let at = 0; at < message.length; at += 2) {
    sum += at + 1 < message.length ? message.readUInt16BE(at) : message.readUInt8(at) << 8
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
