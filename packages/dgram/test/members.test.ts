import dgram from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scripts } from './differential/scripts/index.js'
import { type Member, members } from './members.js'

const readme = new URL('../README.md', import.meta.url)
const begin = '<!-- members -->'
const end = '<!-- /members -->'

/** By its name, what covers it of the scripts, and what else does. */
function testsOf({ name, test }: Member): readonly string[] {
  const titles = scripts.filter(({ covers }) => covers.includes(name)).map(({ title }) => title)
  return test === undefined ? titles : [...titles, test]
}

function table(): string {
  const rows = members.map((member) => `| \`${member.name}\` | ${member.kind} | ${testsOf(member).join('; ')} |`)
  return ['| member | kind | tests |', '| --- | --- | --- |', ...rows].join('\n')
}

describe('the table of members', () => {
  it('has a test for each', () => {
    for (const member of members) expect(testsOf(member), member.name).not.toEqual([])
  })

  it('has all methods that the running Node has', () => {
    // Those with an underscore, and `sendto`, are not documented.
    const methods = Object.keys(dgram.Socket.prototype).filter((name) => !name.startsWith('_') && name !== 'sendto')
    const named = members.filter(({ kind }) => kind === 'method').map(({ name }) => name)
    expect(methods.filter((name) => !named.includes(name))).toEqual([])
  })

  // `SENDTO_WRITE=1` has it written.
  it('is the one in the README', () => {
    const text = readFileSync(readme, 'utf8')
    const [before, , after] = split(text)
    const wanted = `${before}${begin}\n\n${table()}\n\n${end}${after}`
    if (process.env.SENDTO_WRITE) writeFileSync(readme, wanted)
    // The widths of columns are the formatter's.
    expect(narrow(readFileSync(readme, 'utf8'))).toBe(narrow(wanted))
  })
})

function split(text: string): [before: string, table: string, after: string] {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the README has no ${begin} and ${end}`)
  return [text.slice(0, from), text.slice(from, to), text.slice(to + end.length)]
}

function narrow(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}
