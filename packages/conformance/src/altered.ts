import type { Backend } from '@sendto/core'

/** The backend, but for some of its calls. The others are its own, called on itself. */
export function altered(backend: Backend, changes: Partial<Backend>): Backend {
  return new Proxy(backend, {
    get(target, key) {
      const member: unknown = Reflect.get(key in changes ? changes : target, key)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
