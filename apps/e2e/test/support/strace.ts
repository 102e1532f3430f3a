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

/** Runs a Node program to its end and returns its network calls and its closes, a line for each. */
export async function trace(args: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-strace-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const output = join(folder, 'trace')
  const strace = ['-f', '-e', 'trace=network,close', '-o', output, process.execPath, ...args]
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
    return second === undefined ? text : `${begun.get(thread)}${second}`
  })
}

/** The names of the calls on the UDP socket, from the one that opened it to the one that closed it. */
export function callsOnSocket(calls: readonly string[]): string[] {
  const opening = calls.findIndex((call) => /^socket\(AF_INET6?, SOCK_DGRAM/.test(call))
  const fd = /= (\d+)$/.exec(calls[opening] ?? '')?.[1]
  if (fd === undefined) throw new Error(`no socket was opened:\n${calls.join('\n')}`)
  const onIt = calls.slice(opening + 1).filter((call) => new RegExp(`^\\w+\\(${fd}[,)]`).test(call))
  const closing = onIt.findIndex((call) => call.startsWith('close('))
  if (closing < 0) throw new Error(`the socket was not closed:\n${calls.join('\n')}`)
  return ['socket', ...onIt.slice(0, closing + 1).map((call) => call.slice(0, call.indexOf('(')))]
}
