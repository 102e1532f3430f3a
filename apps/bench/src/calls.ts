import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { backendNames } from 'sendto'

/**
 * What a `sendto` of 64 bytes costs the sender, in C and through each backend, with a receiver in C that takes what it can. The contenders take turns, each in
 * a process of its own, on one core, the receiver on another; a ratio is taken within a round, and the median of the rounds is shown.
 */
const rounds = 9
const count = 400_000
const size = 64
const goals: Readonly<Record<string, number>> = { napi: 1.15, koffi: 1.25 }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sendto-bench-'))
const sink = spawn(...pinned(1, [compiled('sink')]), { stdio: ['ignore', 'pipe', 'inherit'] })

try {
  const [port] = await once(sink.stdout, 'data')
  const work = [String(port).trim(), String(count), String(size)]
  const contenders = [
    { name: 'C', command: [compiled('send'), ...work] },
    ...backendNames.map((name) => ({ name, command: [process.execPath, here('contender.js'), name, ...work] })),
  ]
  const results = contenders.map(({ name }) => ({ name, times: [] as number[], ratios: [] as number[] }))

  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`\rround ${round} of ${rounds}`)
    for (const [i, { command }] of contenders.entries()) results[i]?.times.push(measure(command))
    for (const { times, ratios } of results) ratios.push((times.at(-1) ?? 0) / (results[0]?.times.at(-1) ?? 0))
  }

  process.stderr.write('\n')
  console.log(`sendto of ${size} bytes over loopback to a receiver in C: the sender's CPU time per call`)
  console.log(`${cpus()[0]?.model}, ${process.platform} ${release()}, Node ${process.version}\n`)
  for (const { name, times, ratios } of results) {
    const goal = goals[name] === undefined ? '' : `, goal ${goals[name]}`
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
    console.log(
      `${name.padEnd(6)} ${median(times).toFixed(0).padStart(5)} ns  ${median(ratios).toFixed(2)} x C (${spread}${goal})`,
    )
  }
} finally {
  sink.kill()
  rmSync(folder, { recursive: true })
}

function compiled(name: string): string {
  const program = join(folder, name)
  execFileSync('cc', ['-O2', '-o', program, here(`../native/${name}.c`)])
  return program
}

function measure(command: string[]): number {
  return Number(execFileSync(...pinned(0, command), { encoding: 'utf8' }))
}

/** A command that stays on one core, where the system lets a process be pinned. */
function pinned(core: number, command: string[]): [file: string, args: string[]] {
  const [file, ...args] = process.platform === 'linux' ? ['taskset', '-c', String(core), ...command] : command
  return [file as string, args]
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
