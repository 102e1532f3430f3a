import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const parent = process.ppid

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ends the run with this exit code; the message is for the user, and empty where the child has said it all. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** For preparations: a pipe into the command must not lose its input to them, nor a pipe out find their output. */
export const onStderr = { stdio: ['ignore', 2, 'inherit'] }

/** Runs a Node program below the root to its end. */
export const node = (args, options) => run(process.execPath, args, options)

/** Runs a tool that is found on PATH; on Windows those are scripts, which only a shell can start. */
export const tool = (name, args, options) => run(name, args, { shell: process.platform === 'win32', ...options })

function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: 'inherit', ...options })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text
    })

    const forward = (signal) => child.kill(signal)
    // Ctrl-C at a terminal reaches the child without our help, and a second one would cut its farewell short.
    const interrupt = process.stdin.isTTY ? () => {} : forward
    process.on('SIGINT', interrupt).on('SIGTERM', forward).on('SIGHUP', forward)
    const watch = whenOrphaned(() => child.kill('SIGTERM'))

    child.on('error', (error) => reject(new Failure(`${file}: ${error.message}`)))
    child.on('close', (code, signal) => {
      clearInterval(watch)
      process.off('SIGINT', interrupt).off('SIGTERM', forward).off('SIGHUP', forward)
      // Who waits for us must see the same death as if it had waited for the child.
      if (signal) process.kill(process.pid, signal)
      if (code === 0) resolve(output)
      else reject(new Failure('', code ?? 1))
    })
  })
}

/**
 * npm sends a signal it gets to the shell between it and us, and some shells (dash) die of it without passing it on:
 * the server would live on and hold its port. Without npm the loss of a parent means nothing; `nohup` wants just that.
 */
function whenOrphaned(act) {
  if (!process.env.npm_lifecycle_event) return
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, 200)
  return watch
}
