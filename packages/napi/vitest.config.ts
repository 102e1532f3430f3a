import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'napi', include: ['test/**/*.test.ts'] } })
