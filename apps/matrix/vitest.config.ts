import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'matrix', include: ['test/**/*.test.ts'] } })
