import type { Backend } from '@sendto/core'
import { reference } from '../reference.js'
import { argumentDefects } from './arguments.js'
import { batchArgumentDefects } from './batch-arguments.js'
import { batchDefects } from './batches.js'
import { capabilityDefects } from './capabilities.js'
import { connectionDefects } from './connections.js'
import { controlDefects } from './control.js'
import { unixControlDefects } from './control-unix.js'
import { datagramDefects } from './datagrams.js'
import type { Defect, Defects } from './defect.js'
import { descriptorDefects } from './descriptors.js'
import { environmentDefects } from './environments.js'
import { errorDefects } from './errors.js'
import { fallbackDefects } from './fallback.js'
import { interfaceDefects } from './interfaces.js'
import { interruptionDefects } from './interruptions.js'
import { listenFdsDefects } from './listen-fds.js'
import { memoryDefects } from './memory.js'
import { messageArgumentDefects } from './message-arguments.js'
import { messageDefects } from './messages.js'
import { namedOptionDefects } from './named-options.js'
import { nameDefects } from './names.js'
import { optionDefects } from './options.js'
import { peerDefects } from './peers.js'
import { pollDefects } from './poll.js'
import { queueDefects } from './queues.js'
import { segmentationDefects } from './segmentation.js'
import { socketDefects } from './socket.js'
import { unixDefects } from './unix.js'
import { watchDefects } from './watch.js'
import { watchCoalescingDefects } from './watch-coalescing.js'
import { watchEnvironmentDefects } from './watch-environments.js'
import { watchErrorDefects } from './watch-errors.js'

/** Every defect that the suite is known to see. */
export const defects: Defects = {
  ...socketDefects,
  ...nameDefects,
  ...datagramDefects,
  ...peerDefects,
  ...unixDefects,
  ...memoryDefects,
  ...messageDefects,
  ...messageArgumentDefects,
  ...batchDefects,
  ...segmentationDefects,
  ...fallbackDefects,
  ...batchArgumentDefects,
  ...connectionDefects,
  ...pollDefects,
  ...queueDefects,
  ...descriptorDefects,
  ...listenFdsDefects,
  ...interfaceDefects,
  ...optionDefects,
  ...namedOptionDefects,
  ...controlDefects,
  ...unixControlDefects,
  ...errorDefects,
  ...argumentDefects,
  ...interruptionDefects,
  ...watchDefects,
  ...watchCoalescingDefects,
  ...watchErrorDefects,
  ...watchEnvironmentDefects,
  ...environmentDefects,
  ...capabilityDefects,
}

/** A backend with one defect. */
export function wrong({ basis = reference, calls }: Defect): Backend {
  return { ...basis, ...calls }
}
