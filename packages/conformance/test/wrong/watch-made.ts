import type { Backend, Watch } from '@sendto/core'
import { reference } from '../reference.js'

export type OnReady = (events: number) => void
const { errno } = reference.platform

/** The backend, its watches made with something else in the place of a callback, or of events. */
export function calling(
  change: (onReady: OnReady, end: () => void, fd: number) => OnReady,
  asked = (events: number) => events,
): Partial<Backend> {
  return {
    watch(fd, events, onReady) {
      let watch: Watch | number = 0
      const end = () => void (typeof watch !== 'number' && watch.close())
      watch = reference.watch(fd, asked(events), change(onReady, end, fd))
      return typeof watch === 'number' ? watch : { ...watch, change: (next) => (watch as Watch).change(asked(next)) }
    },
  }
}

/** The backend, its watches with some of what can be done with them done otherwise. */
export function made(change: (watch: Watch, fd: number) => Partial<Watch>): Partial<Backend> {
  return {
    watch(...input) {
      const watch = reference.watch(...input)
      return typeof watch === 'number' ? watch : { ...watch, ...change(watch, input[0]) }
    },
  }
}

/** The backend, with another result where there is no watch. */
export function refusing(right: string, wrong: string): Partial<Backend> {
  return {
    watch(...input) {
      const watch = reference.watch(...input)
      return watch === -(errno[right] ?? 0) ? -(errno[wrong] ?? 0) : watch
    },
  }
}
