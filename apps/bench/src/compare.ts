import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, release, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progress } from './harness/progress.js'

/** A program that prints what a unit of its work costs, in nanoseconds of CPU time. The first of a comparison is the yardstick. */
export interface Contender {
  readonly name: string
  readonly command: readonly string[]
  /** At most this ratio to the yardstick is what is aimed at. */
  readonly goal?: number | undefined
}

/**
 * Has the contenders take turns, each in a process of its own, on one core. A ratio is taken within a round, and the median of the rounds is shown with
 * the least and the greatest.
 */
export function compare(title: string, contenders: readonly Contender[], rounds = 9): void {
  const results = contenders.map((contender) => ({ ...contender, times: [] as number[], ratios: [] as number[] }))
  for (let round = 1; round <= rounds; round++) {
    progress(`${title}: round ${round} of ${rounds}`)
    for (const { command, times } of results)
      times.push(Number(execFileSync(...pinned(0, command), { encoding: 'utf8' })))
    const yardstick = results[0]?.times.at(-1) ?? Number.NaN
    for (const { times, ratios } of results) ratios.push((times.at(-1) ?? Number.NaN) / yardstick)
  }
  progress('')
  console.log(`\n${title}`)
  for (const { name, times, ratios, goal } of results) {
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
    const aim = goal === undefined ? '' : `, goal ${goal}`
    console.log(
      `${name.padEnd(6)} ${median(times).toFixed(1).padStart(7)} ns  ${median(ratios).toFixed(2)} x ${results[0]?.name} (${spread}${aim})`,
    )
  }
}

/** The number that a program prints. It runs on one core. */
export function measure(command: readonly string[]): number {
  return Number(execFileSync(...pinned(0, command), { encoding: 'utf8' }))
}

/** What the figures belong to. */
export function describeMachine(): void {
  console.log(
    `${cpus()[0]?.model}, ${process.platform} ${release()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  )
}

/** A command that stays on one core, where the system lets a process be pinned. */
export function pinned(core: number, command: readonly string[]): [file: string, args: string[]] {
  const [file, ...args] = process.platform === 'linux' ? ['taskset', '-c', String(core), ...command] : command
  return [file as string, args]
}

/** A program of src/, as it was built. */
export function script(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, import.meta.url))
}

/** Why no yardstick can be measured here, or undefined. */
export function whyNoYardsticks(): string | undefined {
  if (process.platform !== 'linux') return `the yardsticks are for Linux, and this is ${process.platform}`
  for (const tool of ['cc', 'taskset']) {
    if (spawnSync(tool, ['--version']).status !== 0) return `${tool} is not installed`
  }
  return undefined
}

let folder: string | undefined

/** A program (C) or a library (C++) of native/, compiled for this run. */
export function compiled(name: string): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'sendto-bench-'))
    process.once('exit', removeCompiled)
  }
  const source = fileURLToPath(new URL(`../native/${name}`, import.meta.url))
  const program = join(folder, `${name.replace('/', '-')}.node`)
  if (existsSync(program)) return program
  if (existsSync(`${source}.c`)) {
    // What the compiler says is in the error.
    execFileSync('cc', ['-O2', '-o', program, `${source}.c`], { stdio: ['ignore', 'inherit', 'pipe'] })
  } else {
    const headers = join(dirname(dirname(process.execPath)), 'include/node')
    execFileSync('c++', ['-O2', '-shared', '-fPIC', `-I${headers}`, '-o', program, `${source}.cc`])
  }
  return program
}

/** Removes what was compiled, which the end of the process does by itself unless it is a sudden one. */
export function removeCompiled(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true })
  folder = undefined
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
