import { reference } from '../reference.js'
import type { Defects } from './defect.js'

export const interfaceDefects: Defects = {
  'numbers interfaces from zero': {
    calls: {
      if_nametoindex(name) {
        const index = reference.if_nametoindex(name)
        return index > 0 ? index - 1 : index
      },
    },
    caughtBy: ['if_nametoindex/round-trip', 'if_nametoindex/scope'],
  },
  'has one name for all interfaces': {
    calls: { if_indextoname: () => 'lo' },
    caughtBy: ['if_indextoname/unknown', 'if_nametoindex/scope'],
  },
  'cuts the names of interfaces': {
    calls: { if_nametoindex: (name) => reference.if_nametoindex(name.slice(0, 15).trim()) },
    caughtBy: ['if_nametoindex/unknown'],
  },
}
