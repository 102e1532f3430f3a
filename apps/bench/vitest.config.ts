import { defineConfig } from 'vitest/config'

// Every program has its own patience; the time-out is only for what that forgot.
export default defineConfig({ test: { name: 'bench', include: ['test/**/*.test.ts'], testTimeout: 120_000 } })
