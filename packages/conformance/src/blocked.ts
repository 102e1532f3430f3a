import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import type { Isolated } from './isolate.js'

/**
 * Waits until the thread of a scenario (the main thread of a process, or a worker) is blocked in a call whose arguments `isCall` knows, having fallen asleep
 * more often than `sleeps`; or until it has something to report. Returns how often it has slept.
 */
export async function untilBlocked(
  scenario: Isolated,
  isCall: (input: readonly number[]) => boolean,
  sleeps = -1,
): Promise<number> {
  const limit = performance.now() + 5000
  while (scenario.pending === 0) {
    for (const thread of threads(scenario)) {
      const slept = timesAsleep(thread)
      if (slept > sleeps && isCall(callOf(thread))) return slept
    }
    assert.ok(performance.now() < limit, 'the scenario was never blocked')
    await after(1)
  }
  return sleeps
}

// Which thread a worker is, nobody tells: its call must be like no other's.
function threads({ pid }: Isolated): string[] {
  const own = '/proc/self/task'
  return pid === undefined ? readdirSync(own).map((id) => `${own}/${id}`) : [`/proc/${pid}`]
}

// "45 0x15 0x7ffd... ": the number of the call and its arguments; "running" while there is none. proc_pid_syscall(5)
function callOf(thread: string): number[] {
  return read(thread, 'syscall').split(' ').slice(1, 7).map(Number)
}

function timesAsleep(thread: string): number {
  return Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(read(thread, 'status'))?.[1])
}

// Threads come and go.
function read(thread: string, file: string): string {
  try {
    return readFileSync(`${thread}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
