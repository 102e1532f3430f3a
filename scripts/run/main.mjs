import { build, rebuild } from './build.mjs'
import { Failure, node } from './child.mjs'
import { commands } from './commands.mjs'
import { install } from './install.mjs'
import { findPnpm, pnpm } from './pnpm.mjs'

const preparations = { findPnpm, pnpm, install, build, rebuild }

export async function main([name, ...args]) {
  Object.assign(process.env, { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', npm_config_update_notifier: 'false' })
  // `npm --silent` means npm's own voice; pnpm would take it as an order and keep even its errors to itself.
  delete process.env.npm_config_loglevel
  try {
    if (!Object.hasOwn(commands, name ?? '')) throw new Failure(`usage: run.mjs ${Object.keys(commands).join(' | ')}`)
    const { needs, steps } = commands[name]
    for (const need of needs) await preparations[need](args)
    for (const step of steps) await node(step === steps.at(-1) ? [...step, ...args] : step)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.message) console.error(error.message)
    process.exitCode = error.exitCode
  }
}
