import { AssertionError } from 'node:assert'
import { cases, plan, type Subject } from '@sendto/conformance'
import { SyscallError } from '@sendto/core'
import { describe, expect, test } from 'vitest'
import { Thrown } from './wrong/defect.js'
import { defects, wrong } from './wrong/index.js'

const built = new URL('../dist/test/wrong/', import.meta.url)
const ids = cases.map(({ id }) => id)

test('every case has its own id, and a title', () => {
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, title } of cases) {
    expect(id).toMatch(/^[a-zA-Z_]+\/[a-zA-Z0-9-]+$/)
    expect(title).toMatch(/\w \w/)
  }
})

test('every case sees some defect, and is named right', () => {
  const seen = Object.values(defects).flatMap(({ caughtBy }) => caughtBy)
  expect([...new Set(seen)].sort()).toEqual([...ids].sort())
})

describe.each(Object.entries(defects))('a backend that %s', (name, defect) => {
  const module = new URL('module.js', built)
  module.searchParams.set('defect', name)
  const { createSyscalls } = defect
  const subject: Subject = {
    backend: wrong(defect),
    module: defect.module ?? module.href,
    ...(createSyscalls && { createSyscalls }),
  }
  const planned = new Map(plan(subject, { patience: 400 }).map((each) => [each.id, each]))

  test.for(defect.caughtBy)('is caught by %s', { timeout: 30_000 }, async (id, { skip }) => {
    const { status, reason, run } = planned.get(id) ?? expect.fail(`there is no case ${id}`)
    if (status === 'skip') skip(reason ?? '')
    expect(reason).toBeNull()
    const error = await run().then(
      () => null,
      (error: unknown) => error,
    )
    expect(error).toSatisfy(isVerdict)
  })
})

/** A defect must be told by what the case asserts, or by a call that fails: any other error would be a mistake in the case. */
function isVerdict(error: unknown): boolean {
  return error instanceof AssertionError || error instanceof SyscallError || error instanceof Thrown
}
