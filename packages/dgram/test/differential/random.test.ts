import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Operation, operations, perform } from './operations.js'
import { reference, subjects } from './subjects.js'
import { journalOf } from './trial.js'

// Another one, to look further: SENDTO_SEED=1 SENDTO_RUNS=1000
const seed = Number(process.env.SENDTO_SEED ?? 20_260)
const numRuns = Number(process.env.SENDTO_RUNS ?? 40)

for (const subject of subjects) {
  describe(`random operations, over ${subject.name}`, () => {
    it('agree with node:dgram in events, errors, values and data', async () => {
      const agrees = async (list: readonly Operation[]) => {
        const script = { order: 'each', run: (trial: Parameters<typeof perform>[0]) => perform(trial, list) } as const
        expect(await journalOf(script, subject)).toEqual(await journalOf(script, reference))
      }
      await fc.assert(fc.asyncProperty(operations, agrees), { seed, numRuns })
    }, 60_000)
  })
}
