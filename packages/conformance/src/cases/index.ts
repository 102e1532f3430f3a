import type { Case } from '../case.js'
import { abstractNameCases } from './abstract-names.js'
import { argumentCases } from './arguments.js'
import { backendCases } from './backend.js'
import { batchMemoryCases } from './batch-memory.js'
import { batchSlotCases } from './batch-slots.js'
import { batchCases } from './batches.js'
import { capabilityCases } from './capabilities.js'
import { connectionCases } from './connections.js'
import { controlArgumentCases } from './control-arguments.js'
import { errorQueueCases } from './control-errors.js'
import { internetControlCases } from './control-internet.js'
import { socketControlCases } from './control-socket.js'
import { unixControlCases } from './control-unix.js'
import { datagramCases } from './datagrams.js'
import { descriptorCases } from './descriptors.js'
import { environmentCases } from './environments.js'
import { errorCases } from './errors.js'
import { fallbackCases } from './fallback.js'
import { familyCases } from './families.js'
import { icmpCases } from './icmp.js'
import { interfaceCases } from './interfaces.js'
import { interruptionCases } from './interruptions.js'
import { listenFdsCases } from './listen-fds.js'
import { memoryCases } from './memory.js'
import { messageControlCases } from './message-control.js'
import { messageMemoryCases } from './message-memory.js'
import { messageCases } from './messages.js'
import { nameCases } from './names.js'
import { namedOptionCases } from './options/index.js'
import { optionCases } from './options.js'
import { peerCases } from './peers.js'
import { pollCases } from './poll.js'
import { queueCases } from './queues.js'
import { rawAddressCases } from './raw-addresses.js'
import { segmentationCases } from './segmentation.js'
import { socketCases } from './socket.js'
import { unixCases } from './unix.js'
import { unixPathCases } from './unix-paths.js'
import { unixPeerCases } from './unix-peers.js'
import { watchCases } from './watch.js'
import { watchArgumentCases } from './watch-arguments.js'
import { watchCallbackCases } from './watch-callbacks.js'
import { watchClosingCases } from './watch-closing.js'
import { watchCoalescingCases } from './watch-coalescing.js'
import { watchEnvironmentCases } from './watch-environments.js'
import { watchErrorCases } from './watch-errors.js'

/** Everything that is asked of a backend. */
export const cases: readonly Case[] = [
  ...socketCases,
  ...nameCases,
  ...datagramCases,
  ...peerCases,
  ...familyCases,
  ...unixCases,
  ...unixPathCases,
  ...unixPeerCases,
  ...abstractNameCases,
  ...rawAddressCases,
  ...icmpCases,
  ...memoryCases,
  ...messageCases,
  ...messageControlCases,
  ...messageMemoryCases,
  ...batchCases,
  ...batchSlotCases,
  ...batchMemoryCases,
  ...segmentationCases,
  ...fallbackCases,
  ...connectionCases,
  ...pollCases,
  ...queueCases,
  ...descriptorCases,
  ...listenFdsCases,
  ...interfaceCases,
  ...optionCases,
  ...namedOptionCases,
  ...internetControlCases,
  ...socketControlCases,
  ...errorQueueCases,
  ...unixControlCases,
  ...controlArgumentCases,
  ...errorCases,
  ...argumentCases,
  ...interruptionCases,
  ...watchCases,
  ...watchClosingCases,
  ...watchCallbackCases,
  ...watchArgumentCases,
  ...watchCoalescingCases,
  ...watchErrorCases,
  ...watchEnvironmentCases,
  ...environmentCases,
  ...backendCases,
  ...capabilityCases,
]
