// node scripts/run.mjs NAME [args]: from a bare checkout to a running command, with nothing but Node and npm.
// Everything beyond this check is imported late, so that an old Node says one sentence instead of a syntax error.

import { readFileSync } from 'node:fs'

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const oldest = engines.node.match(/\d+/g).map(Number)
const running = process.versions.node.split('.').map(Number)

if (running[0] < oldest[0] || (running[0] === oldest[0] && running[1] < oldest[1])) {
  console.error(`sendto needs Node ${oldest.join('.')} or later; this is Node ${process.versions.node}.`)
  process.exitCode = 1
} else {
  import('./run/main.mjs').then(({ main }) => main(process.argv.slice(2)))
}
