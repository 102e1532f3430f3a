import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'sendto', include: ['test/**/*.test.ts'] } })
