const width = 20
let part = 0

/** How much of all is done, from 0 to 1, which `progress` shows before what is being done. */
export function barAt(done: number): void {
  part = done
}

/** Shows what is being done, in place of what was shown before; only to a person. */
export function progress(text: string): void {
  if (!process.stderr.isTTY) return
  const full = Math.min(width, Math.round(part * width))
  const bar = part === 0 ? '' : `[${'='.repeat(full)}${' '.repeat(width - full)}] ${Math.round(part * 100)} %  `
  process.stderr.write(`\r\x1b[K${text === '' ? '' : `${bar}${text}`.slice(0, (process.stderr.columns || 80) - 1)}`)
}
