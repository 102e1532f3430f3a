import type { Readable } from '../kind.js'
import { ipOptions } from './ip.js'
import { ipv6Options } from './ipv6.js'
import { rawOptions } from './raw.js'
import { socketOptions } from './socket.js'
import { udpOptions } from './udp.js'

/** Every option that can be called by its name. */
export const table = { ...socketOptions, ...ipOptions, ...ipv6Options, ...udpOptions, ...rawOptions } as const

export type OptionTable = typeof table

/** The name of a socket option, which is its constant's: `SO_RCVBUF`. */
export type OptionName = keyof OptionTable

/** The options that can be read. */
export type ReadableOption = {
  [Name in OptionName]: OptionTable[Name]['kind'] extends Readable<unknown> ? Name : never
}[OptionName]

/** The options that can be set. */
export type WritableOption = {
  [Name in OptionName]: 'encode' extends keyof OptionTable[Name]['kind'] ? Name : never
}[OptionName]

/** What reading an option yields. */
export type OptionValue<Name extends ReadableOption> =
  OptionTable[Name]['kind'] extends Readable<infer Value> ? Value : never

/** What an option can be set to. */
export type OptionInput<Name extends WritableOption> = OptionTable[Name]['kind'] extends {
  encode(context: never, value: infer Value): Uint8Array
}
  ? Value
  : never
