import type { Platform } from '../platform/platform.js'
import { errorDecoders } from './decode-error.js'
import { internetDecoders } from './decode-internet.js'
import { socketDecoders } from './decode-socket.js'
import type { ControlMessage } from './message.js'
import { ControlReader } from './reader.js'

/** How the control messages of one level and type are read. */
export interface Decoder {
  readonly level: number
  /** `undefined` where the platform has no such message. */
  readonly type: number | undefined
  /** The fewest bytes of data that make one. */
  readonly size: number
  /** `undefined` if the data makes none all the same. */
  decode(reader: ControlReader): ControlMessage | undefined
}

/**
 * Reads control data.
 * @param bytes of any content; nothing of it is kept
 * @param length how much of it counts: `msg_controllen` as a receive has left it
 */
export function decodeControl(platform: Platform, bytes: Uint8Array, length: number): ControlMessage[] {
  return readControl(new ControlReader(platform, bytes), 0, length)
}

/** Reads the control data of one message. */
export function readControl(reader: ControlReader, at: number, length: number): ControlMessage[] {
  const decoders = decodersOf(reader.platform)
  const messages: ControlMessage[] = []
  reader.start(at, length)
  while (reader.next()) {
    const decoder = decoders.get(reader.level)?.get(reader.type)
    const message = decoder !== undefined && reader.size >= decoder.size ? decoder.decode(reader) : undefined
    messages.push(message ?? raw(reader))
  }
  return messages
}

function raw({ level, type, bytes, at, size }: ControlReader): ControlMessage {
  return { kind: 'raw', level, type, data: bytes.slice(at, at + size) }
}

type Decoders = ReadonlyMap<number, ReadonlyMap<number, Decoder>>

const byPlatform = new WeakMap<Platform, Decoders>()

function decodersOf(platform: Platform): Decoders {
  const known = byPlatform.get(platform)
  if (known !== undefined) return known
  const levels = new Map<number, Map<number, Decoder>>()
  for (const decoder of [...internetDecoders(platform), ...errorDecoders(platform), ...socketDecoders(platform)]) {
    if (decoder.type === undefined) continue
    const types = levels.get(decoder.level) ?? new Map<number, Decoder>()
    levels.set(decoder.level, types.set(decoder.type, decoder))
  }
  byPlatform.set(platform, levels)
  return levels
}
