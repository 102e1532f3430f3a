import { parseIPv4 } from '../address/ipv4.js'
import { parseIPv6 } from '../address/ipv6.js'
import { invalidArgType, invalidArgValue, outOfRange } from '../argument-errors.js'
import type { Capabilities } from '../capabilities.js'
import type { Field } from '../platform/platform.js'
import { byteLengthOf, checkBytes, checkInt32, checkInteger, checkString } from '../validate.js'
import type {
  ControlInit,
  CredentialsInit,
  HopLimitInit,
  PacketInfoInit,
  RightsInit,
  SegmentSizeInit,
  TrafficClassInit,
  TransmitTimeInit,
  TransmitTimestampsInit,
} from './init.js'
import type { InternetFamily, RawControl } from './message.js'
import type { ControlWriter } from './writer.js'

const int: Field = { at: 0, size: 4 }
const short: Field = { at: 0, size: 2 }

// SCM_MAX_FD is 253 on Linux, and as much as a buffer holds elsewhere; the kernel says so.
const mostDescriptors = 1024

/** Checks what a program wants to send, and lays it out; false where the platform has no such control message. */
type Encode<Init> = (argument: string, init: Init, writer: ControlWriter) => boolean

interface Encoder {
  readonly capability?: keyof Capabilities | undefined
  readonly encode: Encode<ControlInit>
}

function packetInfo(argument: string, init: PacketInfoInit, writer: ControlWriter): boolean {
  const { local = null, interface: index = 0, family } = init
  checkInteger(`${argument}.interface`, index, 0, 2 ** 31 - 1)
  if (local !== null) checkString(`${argument}.local`, local)
  if (family !== undefined || local === null) checkFamily(argument, family)
  const bytes = new Uint8Array(16)
  if (family !== 'IPv6' && (local === null || parseIPv4(local, bytes, 0))) {
    return packetInfo4(bytes.subarray(0, 4), index, writer)
  }
  if (family !== 'IPv4' && (local === null || parseIPv6(local, bytes, 0))) return packetInfo6(bytes, index, writer)
  throw invalidArgValue(`${argument}.local`, `must be an ${family ?? 'IPv4 or IPv6'} address`, local)
}

function packetInfo4(local: Uint8Array, index: number, writer: ControlWriter): boolean {
  const { constants, layouts } = writer.platform
  const layout = layouts.in_pktinfo
  if (constants.IP_PKTINFO !== undefined && layout !== undefined) {
    writer.begin(constants.IPPROTO_IP, constants.IP_PKTINFO, layout.size)
    writer.set(layout.interfaceIndex, index)
    writer.setBytes(layout.source ?? layout.destination, local)
    return true
  }
  if (constants.IP_SENDSRCADDR === undefined || index !== 0) return false
  writer.begin(constants.IPPROTO_IP, constants.IP_SENDSRCADDR, 4)
  writer.setBytes(0, local)
  return true
}

function packetInfo6(local: Uint8Array, index: number, writer: ControlWriter): boolean {
  const { constants, layouts } = writer.platform
  const layout = layouts.in6_pktinfo
  writer.begin(constants.IPPROTO_IPV6, constants.IPV6_PKTINFO, layout.size)
  writer.set(layout.interfaceIndex, index)
  writer.setBytes(layout.address, local)
  return true
}

function trafficClass(argument: string, init: TrafficClassInit, writer: ControlWriter): boolean {
  const { family, trafficClass } = init
  checkFamily(argument, family)
  checkInteger(`${argument}.trafficClass`, trafficClass, 0, 255)
  const { IPPROTO_IP, IP_TOS, IPPROTO_IPV6, IPV6_TCLASS } = writer.platform.constants
  return family === 'IPv4'
    ? integer(writer, IPPROTO_IP, IP_TOS, int, trafficClass)
    : integer(writer, IPPROTO_IPV6, IPV6_TCLASS, int, trafficClass)
}

function hopLimit(argument: string, init: HopLimitInit, writer: ControlWriter): boolean {
  const { family, hopLimit } = init
  checkFamily(argument, family)
  checkInteger(`${argument}.hopLimit`, hopLimit, 0, 255)
  const { IPPROTO_IP, IP_TTL, IPPROTO_IPV6, IPV6_HOPLIMIT } = writer.platform.constants
  return family === 'IPv4'
    ? integer(writer, IPPROTO_IP, IP_TTL, int, hopLimit)
    : integer(writer, IPPROTO_IPV6, IPV6_HOPLIMIT, int, hopLimit)
}

function segmentSize(argument: string, init: SegmentSizeInit, writer: ControlWriter): boolean {
  const { segmentSize } = init
  checkInteger(`${argument}.segmentSize`, segmentSize, 0, 65535)
  const { IPPROTO_UDP, UDP_SEGMENT } = writer.platform.constants
  return integer(writer, IPPROTO_UDP, UDP_SEGMENT, short, segmentSize)
}

function transmitTime(argument: string, init: TransmitTimeInit, writer: ControlWriter): boolean {
  const { transmitTime } = init
  const name = `${argument}.transmitTime`
  if (typeof transmitTime !== 'bigint') throw invalidArgType(name, 'a bigint', transmitTime)
  if (transmitTime < 0n || transmitTime >= 1n << 64n) throw outOfRange(name, 'from 0 to 2^64 - 1', transmitTime)
  const { SOL_SOCKET, SCM_TXTIME } = writer.platform.constants
  if (SCM_TXTIME === undefined) return false
  writer.begin(SOL_SOCKET, SCM_TXTIME, 8)
  writer.setBig(0, transmitTime)
  return true
}

function transmitTimestamps(argument: string, init: TransmitTimestampsInit, writer: ControlWriter): boolean {
  const { flags } = init
  checkInteger(`${argument}.flags`, flags, 0, 2 ** 32 - 1)
  const { SOL_SOCKET, SCM_TIMESTAMPING } = writer.platform.constants
  return integer(writer, SOL_SOCKET, SCM_TIMESTAMPING, int, flags)
}

function rights(argument: string, init: RightsInit, writer: ControlWriter): boolean {
  const { descriptors } = init
  const { SOL_SOCKET, SCM_RIGHTS } = writer.platform.constants
  if (!Array.isArray(descriptors)) throw invalidArgType(`${argument}.descriptors`, 'an array', descriptors)
  const fds: number[] = []
  const count = descriptors.length
  checkInteger(`${argument}.descriptors.length`, count, 0, mostDescriptors)
  for (let index = 0; index < count; index++) {
    const fd = descriptors[index]
    checkInt32(`${argument}.descriptors[${index}]`, fd)
    fds.push(fd)
  }
  if (SCM_RIGHTS === undefined) return false
  writer.begin(SOL_SOCKET, SCM_RIGHTS, fds.length * 4)
  for (const [index, fd] of fds.entries()) writer.set({ at: index * 4, size: 4 }, fd)
  return true
}

function credentials(argument: string, init: CredentialsInit, writer: ControlWriter): boolean {
  const { pid, uid, gid } = init
  checkInteger(`${argument}.pid`, pid, 0, 2 ** 31 - 1)
  checkInteger(`${argument}.uid`, uid, 0, 2 ** 32 - 1)
  checkInteger(`${argument}.gid`, gid, 0, 2 ** 32 - 1)
  const { constants, layouts } = writer.platform
  if (constants.SCM_CREDENTIALS === undefined || layouts.ucred === undefined) return false
  writer.begin(constants.SOL_SOCKET, constants.SCM_CREDENTIALS, layouts.ucred.size)
  writer.set(layouts.ucred.pid, pid)
  writer.set(layouts.ucred.uid, uid)
  writer.set(layouts.ucred.gid, gid)
  return true
}

function raw(argument: string, init: RawControl, writer: ControlWriter): boolean {
  const { level, type, data } = init
  checkInt32(`${argument}.level`, level)
  checkInt32(`${argument}.type`, type)
  checkBytes(`${argument}.data`, data)
  writer.begin(level, type, byteLengthOf(data))
  writer.setBytes(0, data)
  return true
}

function integer(writer: ControlWriter, level: number, type: number | undefined, field: Field, value: number): boolean {
  if (type === undefined) return false
  writer.begin(level, type, field.size)
  writer.set(field, value)
  return true
}

function checkFamily(argument: string, family: unknown): asserts family is InternetFamily {
  if (family === 'IPv4' || family === 'IPv6') return
  const reason = "must be 'IPv4' or 'IPv6'"
  if (typeof family === 'string') throw invalidArgValue(`${argument}.family`, reason, family)
  throw invalidArgType(`${argument}.family`, "'IPv4' or 'IPv6'", family)
}

function encoder<Kind extends ControlInit['kind']>(
  kind: Kind,
  encode: Encode<Extract<ControlInit, { kind: Kind }>>,
  capability?: keyof Capabilities,
): [string, Encoder] {
  return [kind, { encode: encode as Encode<ControlInit>, capability }]
}

export const encoders: ReadonlyMap<string, Encoder> = new Map([
  encoder('packetInfo', packetInfo),
  encoder('trafficClass', trafficClass),
  encoder('hopLimit', hopLimit),
  encoder('segmentSize', segmentSize, 'maxSegments'),
  encoder('transmitTime', transmitTime),
  encoder('transmitTimestamps', transmitTimestamps),
  encoder('rights', rights, 'descriptorPassing'),
  encoder('credentials', credentials),
  encoder('raw', raw),
])
