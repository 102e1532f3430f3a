import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Platform } from '../../src/platform/platform.js'
import type { Compiler } from './compilers.js'
import { type Fact, factsOf } from './facts.js'
import { type Unit, units } from './units.js'

/** How a table compares with the headers. */
export interface Comparison {
  /** Names whose value is another one, or that exist although the table says they do not. */
  readonly wrong: readonly string[]
  /** Names that no header has. */
  readonly lacking: readonly string[]
  readonly compared: number
  /** Why nothing could be compared: what the compiler said. */
  readonly failure: string | undefined
}

/** Has a compiler judge every fact. Nothing is linked or run, so that the compiler may be one for another machine. */
export async function compare(platform: Platform, compiler: Compiler): Promise<Comparison> {
  const facts = factsOf(platform)
  const folder = mkdtempSync(join(tmpdir(), 'sendto-headers-'))
  try {
    const list = units[platform.name] as readonly Unit[]
    const results = await Promise.all(list.map((unit, i) => judge(facts, unit, compiler, join(folder, `unit${i}.c`))))
    const stated = facts.filter(({ value }) => value !== undefined).map(({ name }) => name)
    const lacking = stated.filter((name) => results.every((result) => result.lacking.has(name)))
    return {
      wrong: facts.filter(({ name }) => results.some((result) => result.wrong.has(name))).map(({ name }) => name),
      lacking,
      compared: stated.length - lacking.length,
      failure: results.find(({ failure }) => failure !== undefined)?.failure,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Judgement {
  readonly wrong: ReadonlySet<string>
  readonly lacking: ReadonlySet<string>
  readonly failure: string | undefined
}

/** Each fact has lines of its own, so that the numbers of the lines with errors say which facts are meant. */
async function judge(
  facts: readonly Fact[],
  unit: Unit,
  { program, options }: Compiler,
  file: string,
): Promise<Judgement> {
  const lines = [
    '#include <stddef.h>',
    ...unit.before,
    `#include <${unit.required}>`,
    ...unit.headers.flatMap(included),
  ]
  const presence = new Map<number, string>()
  const equality = new Map<number, string>()
  for (const { name, expression, value } of facts) {
    if (value === undefined) {
      lines.push(`#ifdef ${expression}`, `_Static_assert(0, "${name}");`, '#endif')
      equality.set(lines.length - 1, name)
    } else {
      presence.set(lines.push(`enum { has_${presence.size} = sizeof(${expression}) };`), name)
      // All are numbers of 32 bits, of which the headers have some as signed and some as unsigned.
      equality.set(lines.push(`_Static_assert((unsigned)(${expression}) == ${value >>> 0}u, "${name}");`), name)
    }
  }
  writeFileSync(file, `${lines.join('\n')}\n`)
  const output = await run(program, [...options, '-w', '-c', '-o', `${file}.o`, file])
  if (output === undefined) return { wrong: new Set(), lacking: new Set(), failure: undefined }

  const failed = [...output.matchAll(/unit\d+\.c:(\d+):(?:\d+:)? (?:fatal )?error:/g)].map(([, line]) => Number(line))
  const lacking = new Set(failed.flatMap((line) => presence.get(line) ?? []))
  const wrong = new Set(failed.flatMap((line) => equality.get(line) ?? []).filter((name) => !lacking.has(name)))
  const elsewhere = failed.length === 0 || failed.some((line) => !presence.has(line) && !equality.has(line))
  return { wrong, lacking, failure: elsewhere ? output : undefined }
}

/** A header that is not there leaves its names lacking. */
function included(header: string): string[] {
  return [`#if __has_include(<${header}>)`, `#include <${header}>`, '#endif']
}

/** What the compiler says if it finds an error. */
function run(program: string, args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, LC_ALL: 'C' } } as const
    execFile(program, args, options, (error, _, stderr) =>
      resolve(error === null ? undefined : stderr || error.message),
    )
  })
}
