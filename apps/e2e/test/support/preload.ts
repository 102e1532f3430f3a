import { file } from './program.js'

const option = (name: string) => `--require ${JSON.stringify(file(`apps/e2e/test/support/preload/${name}.cjs`))}`

/** The environment in which that program of apps/ hangs. */
export function hanging(program: 'server' | 'client'): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: option('hang'), HANG: program }
}

/** The environment in which these packages cannot be loaded. */
export function without(...packages: string[]): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: option('missing'), MISSING: packages.join() }
}
