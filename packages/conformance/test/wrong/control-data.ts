import type { Backend, Message } from '@sendto/core'
import { reference } from '../reference.js'

const { littleEndian } = reference.platform

/** A message that is received by the reference, and whose control data is then changed. */
export function receiving(change: (message: Message, control: DataView) => void): Partial<Backend> {
  return {
    recvmsg(fd, message, flags) {
      const length = reference.recvmsg(fd, message, flags)
      const { buffer, byteOffset } = message.control
      if (length >= 0) change(message, new DataView(buffer, byteOffset, message.controlLength))
      return length
    },
  }
}

/** A message whose control data is changed before the reference sends it. */
export function sending(change: (message: Message, control: DataView) => void): Partial<Backend> {
  return {
    sendmsg(fd, message, flags) {
      const { buffer, byteOffset } = message.control
      change(message, new DataView(buffer, byteOffset, message.controlLength))
      return reference.sendmsg(fd, message, flags)
    },
  }
}

/** Where the data of the first control message is, if it is of this level and type. */
export function dataOf(control: DataView, level: number, type: number | undefined): number | undefined {
  if (control.byteLength < 16 || control.getInt32(8, littleEndian) !== level) return undefined
  return control.getInt32(12, littleEndian) === type ? 16 : undefined
}
