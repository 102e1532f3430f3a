import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'dgram', include: ['test/**/*.test.ts'], testTimeout: 60_000 } })
