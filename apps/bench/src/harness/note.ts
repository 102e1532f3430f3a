/** Says how far the work is, on standard error: on a line of its own, since what is being done within it is shown in its place. */
export function note(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}
