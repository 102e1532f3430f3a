import type { Field, Layouts, Platform } from '../platform/platform.js'
import type { Decoder } from './decode.js'
import type { ControlMessage } from './message.js'
import type { ControlReader } from './reader.js'
import { nanosecondsOf } from './times.js'

/** Control messages of socket(7) and unix(7). */
export function socketDecoders(platform: Platform): Decoder[] {
  const { constants, layouts } = platform
  const { ucred } = layouts
  const level = constants.SOL_SOCKET
  const decoders: Decoder[] = [
    {
      level,
      type: constants.SO_RXQ_OVFL,
      size: 4,
      decode: (reader) => ({ kind: 'drops', drops: reader.uint(0) }),
    },
    {
      level,
      type: constants.SCM_RIGHTS,
      size: 0,
      decode: (reader) => {
        const all = Array.from({ length: reader.size >>> 2 }, (_, index) => reader.int(index * 4))
        const descriptors = all.filter((fd) => fd >= 0)
        return { kind: 'rights', descriptors, closed: all.length - descriptors.length }
      },
    },
    {
      level,
      type: constants.SCM_PIDFD,
      size: 4,
      decode: (reader) => ({ kind: 'pidfd', descriptor: reader.int(0) < 0 ? null : reader.int(0) }),
    },
  ]
  if (ucred !== undefined) {
    decoders.push({
      level,
      type: constants.SCM_CREDENTIALS,
      size: ucred.size,
      decode: (reader) => ({
        kind: 'credentials',
        pid: reader.get(ucred.pid) | 0,
        uid: reader.get(ucred.uid),
        gid: reader.get(ucred.gid),
      }),
    })
  }
  return [...decoders, ...timeDecoders(platform)]
}

function timeDecoders({ constants, layouts }: Platform): Decoder[] {
  const { timeval, timespec, scm_timestamping } = layouts
  const level = constants.SOL_SOCKET
  const seconds: Field = { at: 0, size: timeval.seconds }
  const microseconds: Field = { at: timeval.seconds, size: timeval.microseconds }
  const decoders: Decoder[] = [
    {
      level,
      type: constants.SCM_TIMESTAMP,
      size: timeval.size,
      decode: (reader) => timestamp(nanosecondsOf(reader.get(seconds), reader.get(microseconds) * 1000)),
    },
  ]
  if (timespec !== undefined) {
    decoders.push({
      level,
      type: constants.SCM_TIMESTAMPNS,
      size: timespec.size,
      decode: (reader) => timestamp(nanoseconds(reader, timespec, 0)),
    })
  }
  if (timespec !== undefined && scm_timestamping !== undefined) {
    const { size, software, hardware } = scm_timestamping
    decoders.push({
      level,
      type: constants.SCM_TIMESTAMPING,
      size,
      decode: (reader) => ({
        kind: 'timestamping',
        software: nanoseconds(reader, timespec, software) || null,
        hardware: nanoseconds(reader, timespec, hardware) || null,
      }),
    })
  }
  return decoders
}

function timestamp(nanoseconds: bigint | undefined): ControlMessage | undefined {
  return nanoseconds === undefined ? undefined : { kind: 'timestamp', timestamp: nanoseconds }
}

function nanoseconds(
  reader: ControlReader,
  timespec: NonNullable<Layouts['timespec']>,
  at: number,
): bigint | undefined {
  const seconds = reader.get({ at: at + timespec.seconds.at, size: timespec.seconds.size })
  return nanosecondsOf(seconds, reader.get({ at: at + timespec.nanoseconds.at, size: timespec.nanoseconds.size }))
}
