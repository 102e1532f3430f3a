import { defineConfig } from 'vitest/config'
import { Tally } from './scripts/tally.ts'

export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*'],
    // A crash of the addon then fails one file; in a thread it would take the whole run with it.
    pool: 'forks',
    reporters: ['default', new Tally()],
  },
})
