import { describe, test } from 'vitest'
import { inventory, loadFailure, plan } from './plan.js'
import { isRequired } from './required.js'
import type { Subject } from './subject.js'

/** Above every limit within a case, so that the case's own sentence is the one that is shown. */
const timeout = 60_000

/**
 * Puts the backend to every test, in the file that calls this. Which cases there are, and which do not apply to the backend, is pinned in
 * `conformance.<name>.txt` beside that file; `vitest -u` writes it anew.
 */
export function conformance(subject: Subject): void {
  const { backend } = subject
  describe(`conformance of ${backend.name}`, () => {
    const failure = loadFailure(backend)
    if (failure !== null && isRequired(backend)) {
      test('loads, as SENDTO_REQUIRE wants it', () => {
        throw failure
      })
    }
    for (const { id, title, status, reason, run } of plan(subject)) {
      // The pinned list has these, with their reasons. As skipped tests they would hide those that a host lacks something for.
      if (status === 'not applicable') continue
      test(`${id}: ${title}`, { timeout }, async ({ skip }) => {
        if (reason !== null) skip(reason)
        await run()
      })
    }
    test('is asked what it was asked before', async ({ expect, skip }) => {
      if (failure !== null) skip(failure.message)
      await expect(inventory(backend)).toMatchFileSnapshot(`./conformance.${backend.name}.txt`)
    })
  })
}
