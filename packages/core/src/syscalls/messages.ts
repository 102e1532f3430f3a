import type { Address, AddressInit } from '../address/address.js'
import { invalidArgType, outOfRange } from '../argument-errors.js'
import { Arrival } from '../control/arrival.js'
import { decodeControl } from '../control/decode.js'
import type { ControlInit } from '../control/init.js'
import type { ControlMessage } from '../control/message.js'
import { ScatteredMessage } from '../messages/message.js'
import { byteLengthOf, checkBoolean, checkBytes, checkInt32, checkInteger } from '../validate.js'
import type { Context } from './context.js'
import { restarts } from './interrupted.js'

/** One message with all that belongs to it: sendmsg(2), recvmsg(2). */
export interface MessageCalls {
  /**
   * Sends one datagram, gathered from views, with control data. sendmsg(2)
   *
   * The errors are those of `sendto`; `EINVAL`: the control data, or more than 1024 views; `EIO`, `EINVAL`, `EMSGSIZE`: segments that this path does not take.
   * @returns the number of bytes sent
   */
  sendmsg(fd: number, message: OutgoingMessage, flags?: number): number

  /**
   * Receives one datagram, scattered over views, with its control data. recvmsg(2)
   *
   * The errors are those of `recvfrom`. With MSG_ERRQUEUE it is what the error queue holds: the payload that was sent, and `from` its destination.
   * @param data takes the payload: the first view first
   */
  recvmsg(fd: number, data: Uint8Array | readonly Uint8Array[], options?: ReceiveOptions): ReceivedMessage
}

export interface OutgoingMessage {
  /** The payload: one view, or several that are sent one behind the other. */
  readonly data: Uint8Array | readonly Uint8Array[]
  /** The destination; null or nothing on a connected socket. */
  readonly to?: AddressInit | null | undefined
  /** Control messages; or control data as raw bytes, as cmsg(3) has it. */
  readonly control?: readonly ControlInit[] | Uint8Array | undefined
}

export interface ReceiveOptions {
  /** MSG_PEEK, MSG_DONTWAIT, MSG_TRUNC, MSG_ERRQUEUE and others. */
  readonly flags?: number | undefined
  /** Room for control data, in bytes: 0 to 65,535. 512 unless given, which an error-queue record with time stamps fits in. */
  readonly controlSize?: number | undefined
  /**
   * Takes over the descriptors that come over a Unix socket: they belong to this environment then, and are the program's to close. Without it, and where some of
   * the control data was cut off, they are closed at once.
   */
  readonly descriptors?: boolean | undefined
}

/** What `recvmsg` received. */
export interface ReceivedMessage {
  /** How many bytes were stored; with MSG_TRUNC among the flags, how many the datagram had. */
  readonly size: number
  /** The sender; null where the socket tells none. */
  readonly from: Address | null
  /** What the kernel said of it: MSG_TRUNC, MSG_CTRUNC, MSG_ERRQUEUE and others. */
  readonly flags: number
  /** The views were shorter than the datagram, and the rest of it is lost. */
  readonly truncated: boolean
  /** What came beside the data. */
  readonly control: readonly ControlMessage[]
  /** There was no room for all of the control data, and the rest of it is lost. */
  readonly controlTruncated: boolean
}

/** IOV_MAX of limits.h, which the kernel refuses to exceed. */
const mostViews = 1024
const none: readonly Uint8Array[] = []

export function messageCalls(context: Context): MessageCalls {
  const { backend, encoder, decoder } = context
  const { SO_SNDTIMEO, SO_RCVTIMEO, MSG_CTRUNC, MSG_TRUNC = 0, MSG_CMSG_CLOEXEC = 0 } = backend.platform.constants
  const askLength = backend.capabilities.truncatedLength ? MSG_TRUNC : 0
  let scratch = new ScatteredMessage(backend, 8, 512)
  let arrival = new Arrival(backend, scratch.control)

  /** A message with room for as much, which the next call takes over. */
  function message(views: number, controlSize: number): ScatteredMessage {
    if (scratch.capacity < views || scratch.control.byteLength < controlSize) {
      scratch = new ScatteredMessage(
        backend,
        Math.max(views, scratch.capacity),
        Math.max(controlSize, scratch.control.byteLength),
      )
      arrival = new Arrival(backend, scratch.control)
    }
    return scratch
  }

  return {
    sendmsg(fd, outgoing, flags = 0) {
      checkInt32('fd', fd)
      if (typeof outgoing !== 'object' || outgoing === null) throw invalidArgType('message', 'an object', outgoing)
      context.checkFlags('sendmsg', flags)
      const { data, to = null, control } = outgoing
      const views = listed('message.data', data)
      const bytes = context.encodeControl('message.control', control, 'sendmsg')
      const name = to === null ? null : encoder.encode('message.to', to)
      // Nobody else's code runs from here on.
      checkViews('message.data', data, views)
      if (control !== undefined) checkBytes('message.control', bytes)

      const header = message(views.length, byteLengthOf(bytes))
      header.data = views
      header.setName(name)
      header.control.set(bytes)
      header.controlLength = byteLengthOf(bytes)
      try {
        let result = backend.sendmsg(fd, header, flags)
        while (result < 0 && restarts(context, fd, result, SO_SNDTIMEO)) result = backend.sendmsg(fd, header, flags)
        if (result < 0) context.fail('sendmsg', result, name)
        return result
      } finally {
        header.data = none
      }
    },

    recvmsg(fd, data, options = {}) {
      checkInt32('fd', fd)
      if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options)
      const { flags = 0, controlSize = 512, descriptors = false } = options
      checkInt32('options.flags', flags)
      context.checkFlags('recvmsg', flags)
      checkInteger('options.controlSize', controlSize, 0, 65535)
      checkBoolean('options.descriptors', descriptors)
      if (descriptors) context.require('descriptorPassing', 'recvmsg')
      const views = listed('data', data)
      checkViews('data', data, views)
      const capacity = views.reduce((sum, view) => sum + byteLengthOf(view), 0)

      const header = message(views.length, controlSize)
      header.data = views
      try {
        let length: number
        do {
          header.reset()
          header.controlLength = controlSize
          length = backend.recvmsg(fd, header, flags | MSG_CMSG_CLOEXEC | askLength)
        } while (length < 0 && restarts(context, fd, length, SO_RCVTIMEO))
        if (length < 0) context.fail('recvmsg', length)
        const controlTruncated = (header.flags & MSG_CTRUNC) !== 0
        arrival.settle(0, header.controlLength, descriptors && !controlTruncated)
        const truncated = (header.flags & MSG_TRUNC) !== 0 || length > capacity
        return {
          size: (flags & MSG_TRUNC) === 0 ? Math.min(length, capacity) : length,
          from: decoder.decode(header.receivedName),
          flags: header.flags & ~MSG_CMSG_CLOEXEC,
          truncated,
          control: decodeControl(backend.platform, header.control, header.controlLength),
          controlTruncated,
        }
      } finally {
        header.data = none
      }
    },
  }
}

/** One view or several, as a list of our own: the caller's could change, or be a proxy whose code runs. */
function listed(argument: string, data: Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] {
  if (!Array.isArray(data)) return [data as Uint8Array]
  const { length } = data
  if (!(length <= mostViews)) throw outOfRange(`${argument}.length`, `at most ${mostViews}`, length)
  const views: Uint8Array[] = []
  for (let index = 0; index < length; index++) views.push(data[index])
  return views
}

function checkViews(argument: string, data: unknown, views: readonly Uint8Array[]): void {
  const several = Array.isArray(data)
  for (const [index, view] of views.entries()) checkBytes(several ? `${argument}[${index}]` : argument, view)
}
