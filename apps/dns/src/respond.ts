import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import type { Zone } from './zone.js'

/** RFC 1035, 4.1.1; of BADVERS the upper bits lie in the OPT record: RFC 6891, 6.1.3. */
const rcodes = { NOERROR: 0, FORMERR: 1, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const
const opcodeMask = 0x7800
const headerSize = 12

/** In bytes: what an asker without EDNS takes, and every other one too. RFC 1035, 4.2.1. */
export const smallestLimit = 512

/**
 * The response to a query, or null where silence is the answer. One that is longer than the asker takes, or than `limit` bytes, is sent without its records and
 * with the bit that says so.
 */
export function respond(message: Buffer, zone: Zone, limit: number): Buffer | null {
  // Two that answer each other's responses would never end.
  if (message.length < headerSize || isResponse(message)) return null

  const query = read(message)
  if (query === null) return encode({ type: 'response', id: message.readUInt16BE(0), flags: rcodes.FORMERR })

  const edns = query.additionals?.find((record) => record.type === 'OPT')
  const { rcode, records = [], authorities = [], authoritative = false } = judge(query, edns, zone)
  const { id = 0, flags = 0, questions = [] } = query
  const echoed = flags & (opcodeMask | RECURSION_DESIRED)
  const reply = {
    type: 'response',
    id,
    flags: echoed | (authoritative ? AUTHORITATIVE_ANSWER : 0) | (rcode & 15),
    questions,
    answers: [...records],
    authorities: [...authorities],
    additionals: edns === undefined ? [] : [opt(limit, rcode >> 4)],
  } satisfies Packet

  const whole = encode(reply)
  if (whole.length <= Math.min(limit, Math.max(smallestLimit, edns?.udpPayloadSize ?? 0))) return whole
  return encode({ ...reply, flags: reply.flags | TRUNCATED_RESPONSE, answers: [], authorities: [] })
}

interface Judgement {
  readonly rcode: number
  readonly authoritative?: boolean
  readonly records?: readonly Answer[]
  readonly authorities?: readonly Answer[]
}

function judge({ flags = 0, questions = [] }: Packet, edns: OptAnswer | undefined, zone: Zone): Judgement {
  if ((flags & opcodeMask) !== 0) return { rcode: rcodes.NOTIMP }
  const [question] = questions
  if (question === undefined || questions.length > 1) return { rcode: rcodes.FORMERR }
  if (edns !== undefined && edns.ednsVersion > 0) return { rcode: rcodes.BADVERS }
  if (question.class !== 'IN' || !zone.has(question.name)) return { rcode: rcodes.REFUSED }

  const { exists, records } = zone.find(question)
  if (records.length > 0) return { rcode: rcodes.NOERROR, authoritative: true, records }
  const rcode = exists ? rcodes.NOERROR : rcodes.NXDOMAIN
  return { rcode, authoritative: true, authorities: [zone.authority] }
}

function isResponse(message: Buffer): boolean {
  return message.readUInt8(2) >= 0x80
}

/** A query as far as it is one. */
function read(message: Buffer): DecodedPacket | null {
  try {
    const query = decode(message)
    // The library takes names for UTF-8, and what is none would go back as something else.
    return query.questions?.every(({ name }) => /^\p{ASCII}*$/u.test(name)) ? query : null
  } catch {
    return null
  }
}

function opt(udpPayloadSize: number, extendedRcode: number): OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  }
}
