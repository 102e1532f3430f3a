import { execFile } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cases, inventory, isRequired, plan, type Subject } from '@sendto/conformance'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { modest } from './modest.js'
import { reference } from './reference.js'
import { defects, wrong } from './wrong/index.js'

const module = new URL('../dist/test/reference.js', import.meta.url).href
const absent = {
  ...reference,
  name: 'absent',
  load() {
    throw new Error('no library')
  },
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a plan', () => {
  test('has every case, and a sentence for each that is not to be run', () => {
    for (const backend of [reference, modest, absent]) {
      const planned = plan({ backend, module })
      expect(planned.map(({ id }) => id)).toEqual(cases.map(({ id }) => id))
      for (const { status, reason } of planned) {
        if (status === 'run') expect(reason).toBeNull()
        else expect(reason).toMatch(/^[A-Z].* .*$/)
      }
    }
  })

  test('asks a backend for what it declares, and for the refusal of what it does not', () => {
    const status = (backend: Subject['backend'], id: string) =>
      plan({ backend, module }).find((each) => each.id === id)?.status
    expect(status(reference, 'recvfrom/whole-length')).toBe('run')
    expect(status(reference, 'capability/truncatedLength')).toBe('not applicable')
    expect(status(modest, 'recvfrom/whole-length')).toBe('not applicable')
    expect(status(modest, 'capability/truncatedLength')).toBe('run')
    expect(status(modest, 'capability/zeroCopy')).toBe('run')
  })

  test('of a backend that does not load runs nothing, and says why', () => {
    const planned = plan({ backend: absent, module })
    expect(planned.filter(({ status }) => status === 'run')).toEqual([])
    expect(planned[0]?.reason).toBe('The backend absent does not load: no library')
  })

  test.skipIf(process.platform !== 'linux')('leaves no socket open, whether a case succeeds or fails', async () => {
    const before = sockets()
    const run = (backend: Subject['backend']) =>
      plan({ backend, module }, { patience: 100 })
        .find(({ id }) => id === 'sendto/many-peers')
        ?.run()
    await run(reference)
    await expect(run(wrong(defects['sends to the first peer that a socket had'] ?? expect.fail()))).rejects.toThrow()
    expect(sockets()).toEqual(before)
  })
})

test('an inventory does not depend on the host, nor on whether the backend loads', () => {
  expect(inventory(absent).replaceAll('absent', 'reference')).toBe(inventory(reference))
  expect(inventory(reference).trim().split('\n')).toHaveLength(cases.length)
})

test('SENDTO_REQUIRE names the backends that must load', () => {
  vi.stubEnv('SENDTO_REQUIRE', 'napi, absent')
  expect(isRequired(absent)).toBe(true)
  expect(isRequired(reference)).toBe(false)
  vi.stubEnv('SENDTO_REQUIRE', undefined)
  expect(isRequired(absent)).toBe(false)
})

describe('under node:test', { timeout: 60_000 }, () => {
  test('the suite passes', async () => {
    expect(await byNodeTest([])).toMatchObject({ code: 0, fail: 0 })
  })

  test('a backend that does not load is skipped', async () => {
    expect(await byNodeTest(['absent'])).toMatchObject({ code: 0, pass: 0, fail: 0, skipped: cases.length })
  })

  test('a backend that does not load fails if it is required', async () => {
    expect(await byNodeTest(['absent'], { SENDTO_REQUIRE: 'absent' })).toMatchObject({ code: 1, fail: 1 })
  })
})

/** Runs the suite in a process of its own and reads the figures of its last lines: `# fail 0`. */
function byNodeTest(input: string[], env = {}): Promise<Record<string, unknown>> {
  const program = fileURLToPath(new URL('../dist/test/by-node-test.js', import.meta.url))
  const { NODE_OPTIONS: _, ...inherited } = process.env
  return new Promise((resolve) => {
    const options = { env: { ...inherited, ...env }, maxBuffer: 2 ** 24 }
    execFile(process.execPath, ['--test-reporter=tap', program, ...input], options, (error, stdout) => {
      const figures = [...stdout.matchAll(/^# (pass|fail|skipped) (\d+)$/gm)].map(([, key, value]) => [
        key,
        Number(value),
      ])
      resolve({ code: error?.code ?? 0, ...Object.fromEntries(figures) })
    })
  })
}

function sockets(): string[] {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return ''
    }
  })
  return targets.filter((target) => target.startsWith('socket:')).sort()
}
