import type { Backend } from '../backend.js'
import { type BatchCalls, batchCalls } from './batches.js'
import { type ConnectionCalls, connectionCalls } from './connections.js'
import { Context, setContext } from './context.js'
import { type DatagramCalls, datagramCalls } from './datagrams.js'
import { type DescriptorCalls, descriptorCalls } from './descriptors.js'
import { type InterfaceCalls, interfaceCalls } from './interfaces.js'
import { type MessageCalls, messageCalls } from './messages.js'
import { type NameCalls, nameCalls } from './names.js'
import { type OptionCalls, optionCalls } from './options.js'
import { type NamedOptionCalls, namedOptionCalls } from './options-by-name.js'
import { type PollCalls, pollCalls } from './poll.js'
import { type QueueCalls, queueCalls } from './queues.js'
import { type ReadinessCalls, readinessCalls } from './readiness.js'
import { type SocketCalls, socketCalls } from './socket.js'

/**
 * The system calls of a backend, for programs: arguments are checked, addresses are objects, and what the operating system refuses is a `SyscallError`.
 *
 * A wrong argument is a TypeError or RangeError (`ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, `ERR_OUT_OF_RANGE`) with the argument's name, raised before
 * any call is made. A call that a signal interrupts is made again; a backend without the capability that a call needs raises `UnsupportedError`.
 */
export interface Syscalls
  extends SocketCalls,
    NameCalls,
    ConnectionCalls,
    DatagramCalls,
    MessageCalls,
    BatchCalls,
    OptionCalls,
    NamedOptionCalls,
    QueueCalls,
    PollCalls,
    ReadinessCalls,
    DescriptorCalls,
    InterfaceCalls {
  readonly backend: Backend
}

/** The system calls of `backend`, which is loaded here if it was not. Throws the backend's own error if it cannot be. */
export function createSyscalls(backend: Backend): Syscalls {
  const context = new Context(backend)
  const calls = {
    backend,
    ...socketCalls(context),
    ...nameCalls(context),
    ...connectionCalls(context),
    ...datagramCalls(context),
    ...messageCalls(context),
    ...batchCalls(context),
    ...optionCalls(context),
    ...namedOptionCalls(context),
    ...queueCalls(context),
    ...pollCalls(context),
    ...readinessCalls(context),
    ...descriptorCalls(context),
    ...interfaceCalls(context),
  }
  setContext(calls, context)
  return calls
}
