import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  type Question,
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
  const header = { type: 'response', id: message.readUInt16BE(0) } as const
  const echoed = message.readUInt16BE(2) & (opcodeMask | RECURSION_DESIRED)
  if (typeof query === 'number') return encode({ ...header, flags: echoed | query })

  const { question, edns } = query
  const { rcode, authoritative = false, records = [], authorities = [] } = judge(query, zone)
  const reply = {
    ...header,
    flags: echoed | (authoritative ? AUTHORITATIVE_ANSWER : 0) | (rcode & 15),
    questions: [question],
    answers: [...records],
    authorities: [...authorities],
    additionals: edns === undefined ? [] : [opt(limit, rcode >> 4)],
  } satisfies Packet

  const whole = encode(reply)
  if (whole.length <= Math.min(limit, Math.max(smallestLimit, edns?.udpPayloadSize ?? 0))) return whole
  return encode({ ...reply, flags: reply.flags | TRUNCATED_RESPONSE, answers: [], authorities: [] })
}

interface Query {
  readonly question: Question
  readonly edns: OptAnswer | undefined
}

interface Judgement {
  readonly rcode: number
  readonly authoritative?: boolean
  readonly records?: readonly Answer[]
  readonly authorities?: readonly Answer[]
}

function judge({ question, edns }: Query, zone: Zone): Judgement {
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

/** A query of one question, or the RCODE for anything else. */
function read(message: Buffer): Query | number {
  if ((message.readUInt16BE(2) & opcodeMask) !== 0) return rcodes.NOTIMP

  // Beside the question there is EDNS, and a signature perhaps. The library would go through as many records as the header promises, which takes long.
  const count = (at: number) => message.readUInt16BE(at)
  if (count(4) !== 1 || count(6) + count(8) > 0 || count(10) > 2) return rcodes.FORMERR
  try {
    const { questions = [], additionals = [] } = decode(message)
    // The library takes labels for text without dots. What it could not give back as it came is refused.
    const echo = encode({ questions }).subarray(headerSize)
    const [question] = questions
    if (question === undefined || !message.subarray(headerSize).subarray(0, echo.length).equals(echo)) {
      return rcodes.FORMERR
    }
    return { question, edns: additionals.find((record) => record.type === 'OPT') }
  } catch {
    return rcodes.FORMERR
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
