import { describe, expect, it } from 'vitest'
import { scripts } from './scripts/index.js'
import { reference, subjects } from './subjects.js'
import { journalOf } from './trial.js'

for (const subject of subjects) {
  describe(`as node:dgram does, over ${subject.name}`, () => {
    for (const script of scripts) {
      const { title, skip } = script
      if (skip) it.skip(`${title}: ${skip}`, () => {})
      else
        it(
          title,
          async () => expect(await journalOf(script, subject)).toEqual(await journalOf(script, reference)),
          60_000,
        )
    }
  })
}
