import type { Case } from '../../case.js'
import { optionArgumentCases } from './arguments.js'
import { optionEffectCases } from './effects.js'
import { optionFactCases } from './facts.js'
import { filterCases } from './filters.js'
import { multicastCases } from './multicast.js'
import { optionPlatformCases } from './platform.js'
import { optionValueCases } from './values.js'

/** Options by name: getsockopt(2), setsockopt(2). */
export const namedOptionCases: Case[] = [
  ...optionValueCases,
  ...optionFactCases,
  ...optionEffectCases,
  ...filterCases,
  ...multicastCases,
  ...optionArgumentCases,
  ...optionPlatformCases,
]
