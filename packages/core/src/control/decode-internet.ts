import { formatIPv4 } from '../address/ipv4.js'
import { formatIPv6 } from '../address/ipv6.js'
import { decodeSockaddr } from '../address/sockaddr.js'
import type { Platform } from '../platform/platform.js'
import type { Decoder } from './decode.js'
import type { ControlMessage, InternetFamily } from './message.js'
import type { ControlReader } from './reader.js'

/** Control messages of ip(7), ipv6(7) and udp(7). */
export function internetDecoders(platform: Platform): Decoder[] {
  const { constants, layouts } = platform
  const { IPPROTO_IP, IPPROTO_IPV6, IPPROTO_UDP } = constants
  const { in_pktinfo, in6_pktinfo, ip6_mtuinfo, sockaddr_in6 } = layouts

  const trafficClass = (level: number, type: number | undefined, family: InternetFamily): Decoder => {
    return { level, type, size: 1, decode: (reader) => describeTrafficClass(family, integer(reader) & 0xff) }
  }
  const hopLimit = (level: number, type: number | undefined, family: InternetFamily): Decoder => {
    return {
      level,
      type,
      size: 1,
      decode: (reader) => ({ kind: 'hopLimit', family, hopLimit: integer(reader) & 0xff }),
    }
  }

  const decoders: Decoder[] = [
    // Linux names them by what a send would set, the BSDs by the option that asks for them.
    trafficClass(IPPROTO_IP, constants.IP_TOS, 'IPv4'),
    trafficClass(IPPROTO_IP, constants.IP_RECVTOS, 'IPv4'),
    trafficClass(IPPROTO_IPV6, constants.IPV6_TCLASS, 'IPv6'),
    hopLimit(IPPROTO_IP, constants.IP_TTL, 'IPv4'),
    hopLimit(IPPROTO_IP, constants.IP_RECVTTL, 'IPv4'),
    hopLimit(IPPROTO_IPV6, constants.IPV6_HOPLIMIT, 'IPv6'),
    {
      level: IPPROTO_UDP,
      type: constants.UDP_GRO,
      size: 4,
      decode: (reader) => ({ kind: 'segmentSize', segmentSize: reader.int(0) }),
    },
    {
      level: IPPROTO_IP,
      type: constants.IP_RECVDSTADDR,
      size: 4,
      decode: ({ bytes, at }) => packetInfo4(formatIPv4(bytes, at), null, 0),
    },
    {
      level: IPPROTO_IPV6,
      type: constants.IPV6_PKTINFO,
      size: in6_pktinfo.size,
      decode: (reader) => {
        const to = formatIPv6(reader.bytes, reader.at + in6_pktinfo.address)
        const multicast = reader.bytes[reader.at + in6_pktinfo.address] === 0xff
        const local = multicast ? null : to
        return { kind: 'packetInfo', family: 'IPv6', to, local, interface: reader.get(in6_pktinfo.interfaceIndex) }
      },
    },
  ]

  if (in_pktinfo !== undefined) {
    const { size, source, destination, interfaceIndex } = in_pktinfo
    decoders.push({
      level: IPPROTO_IP,
      type: constants.IP_PKTINFO,
      size,
      decode: (reader) => {
        const own = source === undefined ? null : formatIPv4(reader.bytes, reader.at + source)
        return packetInfo4(formatIPv4(reader.bytes, reader.at + destination), own, reader.get(interfaceIndex))
      },
    })
  }
  if (ip6_mtuinfo !== undefined) {
    const { size, address, mtu } = ip6_mtuinfo
    decoders.push({
      level: IPPROTO_IPV6,
      type: constants.IPV6_PATHMTU,
      size,
      decode: (reader) => {
        const to = reader.bytes.subarray(reader.at + address, reader.at + address + sockaddr_in6.size)
        return { kind: 'pathMtu', to: decodeSockaddr(platform, to, to.byteLength), mtu: reader.get(mtu) }
      },
    })
  }
  return decoders
}

function packetInfo4(to: string, local: string | null, index: number): ControlMessage {
  const first = Number.parseInt(to, 10)
  const unicast = first < 224 ? to : null
  return { kind: 'packetInfo', family: 'IPv4', to, local: local ?? unicast, interface: index }
}

function describeTrafficClass(family: InternetFamily, trafficClass: number): ControlMessage {
  return { kind: 'trafficClass', family, trafficClass, dscp: trafficClass >>> 2, ecn: trafficClass & 3 }
}

/** A byte from some systems for some messages, an `int` from others. */
function integer(reader: ControlReader): number {
  return reader.size >= 4 ? reader.int(0) : reader.get({ at: 0, size: 1 })
}
