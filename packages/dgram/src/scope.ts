import { AsyncResource } from 'node:async_hooks'

// Node keeps the number of a resource under a symbol of its own: that of any resource tells which.
const idSymbol = Object.getOwnPropertySymbols(new AsyncResource('UDPRECEIVE')).find(
  ({ description }) => description === 'async_id_symbol',
)

/**
 * A scope as if Node's own handle called: with the context of the resource, and the number of the handle, by which `async_hooks` tell what came from a socket.
 * @param id the handle's
 */
export function scopeOf(resource: AsyncResource, id: number): AsyncResource {
  if (idSymbol === undefined) return resource
  return Object.create(resource, { [idSymbol]: { value: id } }) as AsyncResource
}
