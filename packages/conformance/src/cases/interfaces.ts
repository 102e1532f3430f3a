import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import type { Case } from '../case.js'
import { fails } from '../expect.js'
import { linkLocal } from '../facts.js'

/** if_nametoindex(3), if_indextoname(3) */
export const interfaceCases: Case[] = [
  {
    id: 'if_nametoindex/round-trip',
    title: 'if_nametoindex tells the number of each interface of the host, and if_indextoname its name',
    run({ sys }) {
      const indexes = new Map(names().map((name) => [sys.if_nametoindex(name), name]))
      assert.equal(indexes.size, names().length)
      for (const [index, name] of indexes) {
        assert.ok(index > 0)
        assert.equal(sys.if_indextoname(index), name)
      }
    },
  },
  {
    id: 'if_nametoindex/scope',
    title: 'if_nametoindex tells the number that the scope of a link-local address has',
    needs: ['linkLocal'],
    run({ sys }) {
      const { name, scopeId } = linkLocal() ?? assert.fail()
      assert.deepEqual([sys.if_nametoindex(name), sys.if_indextoname(scopeId)], [scopeId, name])
    },
  },
  {
    id: 'if_nametoindex/unknown',
    title: 'if_nametoindex of a name that no interface has fails with ENODEV, however long or short',
    run({ sys }) {
      const [name = ''] = names()
      const longer = [`${name}${' '.repeat(16)}`, name.padEnd(15, 'x').slice(0, 15), 'x'.repeat(5000)]
      for (const wrong of ['', ' ', 'no such', 'ü'.repeat(8), ...longer]) {
        fails('ENODEV', 'if_nametoindex', () => sys.if_nametoindex(wrong))
      }
    },
  },
  {
    id: 'if_indextoname/unknown',
    title: 'if_indextoname of a number that no interface has fails with ENXIO',
    run({ sys }) {
      for (const index of [0, 2 ** 31 - 1]) fails('ENXIO', 'if_indextoname', () => sys.if_indextoname(index))
    },
  },
]

// With a colon it is a label of an address.
function names(): string[] {
  return Object.keys(networkInterfaces()).filter((name) => !name.includes(':'))
}
