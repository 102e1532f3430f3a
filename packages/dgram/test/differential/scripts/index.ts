import type { Script } from '../trial.js'
import { argumentScripts } from './arguments.js'
import { lifecycleScripts } from './lifecycle.js'
import { sendingScripts } from './sending.js'

export const scripts: readonly Script[] = [...argumentScripts, ...lifecycleScripts, ...sendingScripts]
