import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Program } from './program.js'

/** Why no program can be traced here, or undefined. */
export function whyNoStrace(): string | undefined {
  const { error, status, stderr } = spawnSync('strace', ['-f', '-o', '/dev/null', process.execPath, '--version'], {
    encoding: 'utf8',
  })
  if (error !== undefined) return 'strace is not installed'
  return status === 0 ? undefined : `strace may not trace here: ${stderr.split('\n', 1)[0]}`
}

/** Runs a Node program to its end and returns its network calls and its closes, and what else is asked for, a line for each. */
export async function trace(args: readonly string[], more: readonly string[] = []): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-strace-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const output = join(folder, 'trace')
  const strace = ['-f', '-e', `trace=${['network,close', ...more]}`, '-o', output, process.execPath, ...args]
  const { how, stderr } = await new Program('strace', strace).ends()
  if (how !== 0) throw new Error(`strace ended with ${how}: ${stderr}`)
  return whole(readFileSync(output, 'utf8').split('\n'))
}

/** Joins the halves of calls that another thread's came between, and takes the thread's number off. */
function whole(lines: readonly string[]): string[] {
  const begun = new Map<string, string>()
  return lines.flatMap((line) => {
    const [, thread = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const [, first] = /^(.*)<unfinished \.\.\.>$/.exec(text) ?? []
    if (first !== undefined) {
      begun.set(thread, first)
      return []
    }
    const [, second] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? []
    if (second !== undefined) return `${begun.get(thread)}${second}`
    // Signals and the ends of threads are in lines of their own.
    return /^\w+\(/.test(text) ? text : []
  })
}

/** The names of the calls on the UDP socket, from the one that opened it to the one that closed it. */
export function callsOnSocket(calls: readonly string[]): string[] {
  const [opening = '', ...onAny] = callsWhileOpen(calls)
  const onIt = new RegExp(`^\\w+\\(${resultOf(opening)}[,)]`)
  return namesOf([opening, ...onAny.filter((call) => onIt.test(call))])
}

/** The calls on any descriptor from the one that opened the UDP socket to the one that closed it. */
export function callsWhileOpen(calls: readonly string[]): string[] {
  const opening = calls.findIndex((call) => /^socket\(AF_INET6?, SOCK_DGRAM/.test(call))
  if (opening < 0) throw new Error(`no socket was opened:\n${calls.join('\n')}`)
  const close = `close(${resultOf(calls[opening] as string)})`
  const closing = calls.findIndex((call, index) => index > opening && call.startsWith(close))
  if (closing < 0) throw new Error(`the socket was not closed:\n${calls.join('\n')}`)
  return calls.slice(opening, closing + 1)
}

export function namesOf(calls: readonly string[]): string[] {
  return calls.map((call) => call.slice(0, call.indexOf('(')))
}

/** `19` of `socket(...) = 19`. */
export function resultOf(call: string): string | undefined {
  return / = (\d+)\b[^=]*$/.exec(call)?.[1]
}
