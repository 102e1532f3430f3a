import { AsyncResource } from 'node:async_hooks'
import { EventEmitter } from 'node:events'

/** An EventEmitter whose listeners run in the async context in which they were added, as promises have it, and not in that of the event. */
export class ContextEmitter<Events extends { [Name in keyof Events]: unknown[] }> extends EventEmitter {
  override on<Name extends keyof Events & string>(name: Name, listener: (...values: Events[Name]) => void): this {
    return super.on(name, inThisContext(listener))
  }

  override addListener<Name extends keyof Events & string>(
    name: Name,
    listener: (...values: Events[Name]) => void,
  ): this {
    return this.on(name, listener)
  }

  override once<Name extends keyof Events & string>(name: Name, listener: (...values: Events[Name]) => void): this {
    const once = inThisContext((...values: Events[Name]) => {
      this.off(name, listener)
      listener.apply(this, values)
    }, listener)
    return super.on(name, once)
  }

  override prependListener<Name extends keyof Events & string>(
    name: Name,
    listener: (...values: Events[Name]) => void,
  ): this {
    return super.prependListener(name, inThisContext(listener))
  }

  override emit<Name extends keyof Events & string>(name: Name, ...values: Events[Name]): boolean {
    return super.emit(name, ...values)
  }
}

/** @param known what `off` is called with to remove it */
function inThisContext<Values extends unknown[]>(
  listener: (...values: Values) => void,
  known = listener,
): (...values: Values) => void {
  if (typeof listener !== 'function') return listener
  // EventEmitter finds a listener by this property too.
  return Object.assign(AsyncResource.bind(listener, 'sendto.listener'), { listener: known })
}
