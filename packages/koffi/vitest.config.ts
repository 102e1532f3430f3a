import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'koffi', include: ['test/**/*.test.ts'] } })
