import { describe, expect, it } from 'vitest'
import { scripts } from './scripts/index.js'
import { reference, subjects } from './subjects.js'
import { journalOf } from './trial.js'

for (const subject of subjects) {
  describe(`as node:dgram does, over ${subject.name}`, () => {
    for (const script of scripts) {
      it(script.title, async ({ skip }) => {
        if (script.skip) skip(script.skip)
        expect(await journalOf(script, subject)).toEqual(await journalOf(script, reference))
      })
    }
  })
}
