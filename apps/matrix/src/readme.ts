import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { declared, rows } from './table.js'

const file = fileURLToPath(new URL('../../../README.md', import.meta.url))
const part = /(<!-- matrix -->\n).*?(<!-- \/matrix -->)/s

/** The README, with the table as it should be between its marks. */
export function readmeWithTable(): string {
  const summary = `<summary>${rows().length} cases: what is asked of which backend</summary>`
  const details = `<details>\n${summary}\n\n${declared()}\n\n</details>\n`
  return readme().replace(part, (_, begin: string, end: string) => `${begin}${details}${end}`)
}

export function readme(): string {
  return readFileSync(file, 'utf8')
}

export function writeReadme(): void {
  writeFileSync(file, readmeWithTable())
}
