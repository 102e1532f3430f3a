import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Failure } from './failure.mjs'
import { line } from './line.mjs'

const running = new Set()

/** Kills what still runs: nothing less ends a program for sure. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL')
}

/** Starts a program of apps/ in a process of its own. What it prints is shown at once, on the same stream, with the backend's name and its own. */
export function start(backend, name, args) {
  const file = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url))
  const child = spawn(process.execPath, [file, '--backend', backend, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)

  const readers = ['stdout', 'stderr'].map((stream) => {
    const show = (text) => process[stream].write(`${line(backend, name, text)}\n`)
    return createInterface({ input: child[stream] }).on('line', show)
  })
  const ended = new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message)).once('close', (code, signal) => resolve(signal ?? code))
  })
  ended.then(() => running.delete(child))

  return {
    /** Resolves to the match once it prints such a line; rejects if it ends without. */
    async prints(pattern) {
      const match = new Promise((resolve) => {
        for (const reader of readers) reader.on('line', (text) => pattern.test(text) && resolve(text.match(pattern)))
      })
      return Promise.race([match, ended.then((how) => Promise.reject(failure(backend, name, how)))])
    },

    /** Resolves once it has ended well. */
    async succeeds() {
      const how = await ended
      if (how !== 0) throw failure(backend, name, how)
    },
  }
}

// With an exit code of its own it has said why.
function failure(backend, name, how) {
  return how > 0 ? new Failure('', how) : new Failure(line(backend, name, `ended too early: ${how}`))
}
