import type { Script } from '../trial.js'
import { argumentScripts } from './arguments.js'
import { connectingScripts } from './connecting.js'
import { hookScripts } from './hooks.js'
import { lifecycleScripts } from './lifecycle.js'
import { manyBytesScripts } from './many-bytes.js'
import { multicastScripts } from './multicast.js'
import { receivingScripts } from './receiving.js'
import { sendingScripts } from './sending.js'
import { surroundingScripts } from './surroundings.js'

export const scripts: readonly Script[] = [
  ...lifecycleScripts,
  ...connectingScripts,
  ...sendingScripts,
  ...manyBytesScripts,
  ...receivingScripts,
  ...multicastScripts,
  ...surroundingScripts,
  ...hookScripts,
  ...argumentScripts,
]
