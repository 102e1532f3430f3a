import { defineConfig } from 'vitest/config'

// The tests bound their own waits, and say what was printed; the time-out is only for what they forgot.
export default defineConfig({ test: { name: 'e2e', include: ['test/**/*.test.ts'], testTimeout: 60_000 } })
