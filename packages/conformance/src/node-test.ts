import { describe, test } from 'node:test'
import { loadFailure, plan } from './plan.js'
import { isRequired } from './required.js'
import type { Subject } from './subject.js'

/** Puts the backend to every test of the suite, with node:test. */
export function conformance(subject: Subject): void {
  const { backend } = subject
  describe(`conformance of ${backend.name}`, () => {
    const failure = loadFailure(backend)
    if (failure !== null && isRequired(backend)) {
      test('loads, as SENDTO_REQUIRE wants it', () => {
        throw failure
      })
    }
    for (const { id, title, reason, run } of plan(subject)) test(`${id}: ${title}`, { skip: reason ?? false }, run)
  })
}
