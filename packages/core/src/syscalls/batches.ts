import { receiveBatch, sendBatch } from '../fallback.js'
import { checkVector, MessageVector, memoryOf, preparedOf, received, sending } from '../messages/vector.js'
import type { VectorSize } from '../messages/vector-memory.js'
import { checkInt32, checkInteger } from '../validate.js'
import type { Context } from './context.js'
import { restarts } from './interrupted.js'

/** Many messages in one call: sendmmsg(2), recvmmsg(2). Where the backend or the system has none of these, one call is made for each message. */
export interface BatchCalls {
  /** Allocates a vector for the calls below. Its memory is freed when nothing refers to it any more. */
  createVector(size: VectorSize): MessageVector

  /**
   * Sends messages of a vector, in the order of their slots. sendmmsg(2)
   *
   * The errors are those of `sendmsg`, and only those of the first message: what stops the batch later comes with the next call.
   * @param from the first slot; 0 unless given
   * @param count how many slots; unless given, up to the last that was `set` since the vector was made or received into
   * @returns how many left; 0 on a non-blocking socket whose buffer is full (EAGAIN)
   */
  sendmmsg(fd: number, vector: MessageVector, from?: number, count?: number, flags?: number): number

  /**
   * Fills a vector with what is there, from slot 0 on, and waits for no more than the first message (MSG_WAITFORONE). recvmmsg(2), without its time-out, which
   * does not bound the call.
   *
   * The errors are those of `recvmsg`.
   * @returns how many messages came; 0 on a non-blocking socket without any, or on one whose SO_RCVTIMEO has passed (EAGAIN)
   */
  recvmmsg(fd: number, vector: MessageVector, flags?: number): number
}

export function batchCalls(context: Context): BatchCalls {
  const { backend } = context
  const { errno, constants } = backend.platform
  const { SO_SNDTIMEO, SO_RCVTIMEO, MSG_WAITFORONE = 0, MSG_CMSG_CLOEXEC = 0 } = constants
  const send = sendBatch(backend)
  const receive = receiveBatch(backend)

  return {
    createVector: (size) => new MessageVector(context, size),

    sendmmsg(fd, vector, from = 0, count, flags = 0) {
      checkInt32('fd', fd)
      checkVector('vector', vector, backend)
      const memory = memoryOf(vector)
      sending(vector)
      checkInteger('from', from, 0, memory.slots)
      if (count === undefined) count = Math.max(preparedOf(vector) - from, 0)
      else checkInteger('count', count, 0, memory.slots - from)
      context.checkFlags('sendmmsg', flags)
      let result = send(fd, memory, from, count, flags)
      while (result < 0 && restarts(context, fd, result, SO_SNDTIMEO)) result = send(fd, memory, from, count, flags)
      if (result >= 0) return result
      if (result === -errno.EAGAIN) return 0
      return context.fail('sendmmsg', result)
    },

    recvmmsg(fd, vector, flags = 0) {
      checkInt32('fd', fd)
      checkVector('vector', vector, backend)
      context.checkFlags('recvmmsg', flags)
      const memory = memoryOf(vector)
      let result: number
      do {
        memory.reset()
        result = receive(fd, memory, 0, memory.slots, flags | MSG_WAITFORONE | MSG_CMSG_CLOEXEC)
      } while (result < 0 && restarts(context, fd, result, SO_RCVTIMEO))
      received(vector, Math.max(result, 0))
      if (result >= 0) return result
      if (result === -errno.EAGAIN) return 0
      return context.fail('recvmmsg', result)
    },
  }
}
