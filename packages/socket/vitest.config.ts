import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'socket', include: ['test/**/*.test.ts'] } })
