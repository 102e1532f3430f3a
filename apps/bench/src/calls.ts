import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { backendNames } from 'sendto'

/**
 * The CPU time of one `sendto` of 64 bytes over loopback, in C and through each backend. The contenders take turns, each in a process of its own, on one
 * core; a ratio is taken within a round, and the median of the rounds is shown.
 */
const rounds = 9
const work = ['2000', '128', '64']
const goals: Readonly<Record<string, number>> = { napi: 1.15, koffi: 1.25 }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sendto-bench-'))

try {
  const yardstick = join(folder, 'sendto')
  execFileSync('cc', ['-O2', '-o', yardstick, here('../native/sendto.c')])
  const contenders = [
    { name: 'C', command: [yardstick, ...work] },
    ...backendNames.map((name) => ({ name, command: [process.execPath, here('contender.js'), name, ...work] })),
  ]
  const results = contenders.map(({ name }) => ({ name, times: [] as number[], ratios: [] as number[] }))

  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`\rround ${round} of ${rounds}`)
    for (const [i, { command }] of contenders.entries()) results[i]?.times.push(measure(command))
    for (const result of results) result.ratios.push((result.times.at(-1) ?? 0) / (results[0]?.times.at(-1) ?? 0))
  }

  console.log(`\nsendto, 64 B over loopback, CPU time per call; Node ${process.version}, ${cpus()[0]?.model}`)
  for (const { name, times, ratios } of results) {
    const goal = goals[name] === undefined ? '' : `  goal ${goals[name]}`
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
    console.log(
      `${name.padEnd(6)} ${median(times).toFixed(0).padStart(5)} ns  ${median(ratios).toFixed(2)} x C (${spread})${goal}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}

/** One core, where the system lets a process be pinned: the other would be the receiver's otherwise, now and then. */
function measure(command: string[]): number {
  const [file, ...args] = process.platform === 'linux' ? ['taskset', '-c', '0', ...command] : command
  return Number(execFileSync(file as string, args, { encoding: 'utf8' }))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
