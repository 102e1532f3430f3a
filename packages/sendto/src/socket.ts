import type { AddressInit, Backend } from '@sendto/core'
import {
  type BindOptions as AnyBindOptions,
  type ConnectOptions as AnyConnectOptions,
  DatagramSocket as AnySocket,
  type SocketOptions as AnySocketOptions,
} from '@sendto/socket'
import type { BackendName } from './backends.js'
import { openBackend } from './open.js'

interface OnBackend {
  /** The backend, by name or itself. Without it SENDTO_BACKEND names one; without that it is the first that loads. */
  readonly backend?: BackendName | Backend | undefined
}

export type SocketOptions = Omit<AnySocketOptions, 'backend'> & OnBackend
export type BindOptions = Omit<AnyBindOptions, 'backend'> & OnBackend
export type ConnectOptions = Omit<AnyConnectOptions, 'backend'> & OnBackend

/** A datagram socket on the event loop: that of `@sendto/socket`, whose backend is picked unless it is given. */
export class DatagramSocket extends AnySocket {
  static override bind(address: AddressInit | string, options: BindOptions = {}): DatagramSocket {
    return super.bind(address, withBackend(options))
  }

  static override connect(address: AddressInit | string, options: ConnectOptions = {}): DatagramSocket {
    return super.connect(address, withBackend(options))
  }

  static override adopt(fd: number, options: SocketOptions = {}): DatagramSocket {
    return super.adopt(fd, withBackend(options))
  }
}

function withBackend<Options extends OnBackend>(options: Options): Omit<Options, 'backend'> & { backend: Backend } {
  return { ...options, backend: openBackend(options) }
}
