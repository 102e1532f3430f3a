import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'

/** Whether a context that is entered in a resource holds for all that runs there later: so it is before Node 24, for the messages of Node's own sockets too. */
export const staysEntered = probe()

function probe(): boolean {
  const storage = new AsyncLocalStorage<boolean>()
  const resource = new AsyncResource('UDPRECEIVE')
  resource.runInAsyncScope(() => storage.enterWith(true))
  const stays = resource.runInAsyncScope(() => storage.getStore()) === true
  storage.disable()
  return stays
}
