import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type Case, eachFamily } from '../case.js'
import type { CaseContext } from '../context.js'
import { type Family, loopback } from '../inet.js'

/** Echo request and echo reply of RFC 792 and RFC 4443. */
const types = { IPv4: { request: 8, reply: 0 }, IPv6: { request: 128, reply: 129 } } as const

/** ICMP sockets: icmp(7), and raw ones: raw(7), ipv6(7). */
export const icmpCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'sendto/ping',
    title: 'sendto on an ICMP socket that needs no right pings a host, and recvfrom receives the echo',
    platforms: ['linux'],
    needs: ['pingSockets'],
    run(context) {
      const fd = context.openAs(domain(context, family), context.constants.SOCK_DGRAM, protocol(context, family))
      // The kernel puts the identifier in, and lets through only what bears it.
      ping(context, family, fd, (reply) => reply)
    },
  })),
  ...eachFamily((family) => ({
    id: 'sendto/raw-ping',
    title: 'sendto on a raw socket pings a host, and recvfrom receives the echo, for IPv4 behind its header',
    platforms: ['linux'],
    needs: ['rawSockets'],
    run(context) {
      const fd = context.openAs(domain(context, family), context.constants.SOCK_RAW, protocol(context, family))
      ping(context, family, fd, (packet) =>
        family === 'IPv6' ? packet : packet.subarray(((packet[0] as number) & 0x0f) * 4),
      )
    },
  })),
]

function ping(
  { sys, receive }: CaseContext,
  family: Family,
  fd: number,
  messageOf: (packet: Uint8Array) => Uint8Array,
): void {
  const { request, reply } = types[family]
  const payload = randomBytes(16)
  const message = Buffer.concat([Uint8Array.of(request, 0, 0, 0, 0x12, 0x34, 0, 1), payload])
  // That of ICMPv6 covers addresses too, and is the kernel's to make.
  if (family === 'IPv4') message.writeUInt16BE(checksum(message), 2)
  sys.sendto(fd, message, 0, { address: loopback[family], port: 0 })
  // A raw socket sees the request as well, and what others send.
  for (;;) {
    const { data, from } = receive(fd)
    const answer = messageOf(data)
    if (answer[0] !== reply || !payload.equals(answer.subarray(8))) continue
    assert.deepEqual([from?.family, from?.address], [family, loopback[family]])
    assert.deepEqual([...answer.subarray(6, 8)], [0, 1])
    break
  }
}

function domain({ constants }: CaseContext, family: Family): number {
  return family === 'IPv4' ? constants.AF_INET : constants.AF_INET6
}

function protocol({ constants }: CaseContext, family: Family): number {
  return family === 'IPv4' ? constants.IPPROTO_ICMP : constants.IPPROTO_ICMPV6
}

/** RFC 1071, over a whole number of 16-bit words. */
function checksum(message: Buffer): number {
  let sum = 0
  for (let at = 0; at < message.length; at += 2) sum += message.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
