import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the output with `N passed, N failed, N skipped`, after the reasons of the skips. Whatever kept a test from
 * running counts as failed, and a run of no tests fails: green must mean that something was seen to work.
 */
export class Tally implements Reporter {
  // A run that dies before its end was not a success.
  #passed = 0
  #failed = 1
  readonly #skipped = new Map<string, string[]>()
  readonly #backends = new Map<string, { run: number; skipped: number }>()

  onInit(): void {
    // Vitest says more after the last hook; only here is the line the last one.
    process.once('exit', () => this.#print())
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.#passed = 0
    this.#failed = unhandledErrors.length
    this.#skipped.clear()
    this.#backends.clear()
    for (const module of modules) this.#count(module)
    if (this.#passed + this.#failed === 0) process.exitCode = 1
  }

  #count(module: TestModule): void {
    const broken = [module, ...module.children.allSuites()].filter((each) => each.errors().length > 0)
    this.#failed += broken.length
    for (const test of module.children.allTests()) {
      const result = test.result()
      this.#countForBackend(test.fullName, result.state)
      if (result.state === 'passed') this.#passed++
      else if (result.state === 'skipped') {
        const reason = result.note ?? 'no reason given'
        this.#skipped.set(reason, [...(this.#skipped.get(reason) ?? []), `${module.project.name} > ${test.fullName}`])
      } else this.#failed++
    }
  }

  // The suite of a backend is named so by the adapter of @sendto/conformance.
  #countForBackend(name: string, state: string): void {
    const [, backend] = /^conformance of (\S+)/.exec(name) ?? []
    if (backend === undefined) return
    const counts = this.#backends.get(backend) ?? { run: 0, skipped: 0 }
    counts[state === 'skipped' ? 'skipped' : 'run']++
    this.#backends.set(backend, counts)
  }

  #print(): void {
    const skipped = [...this.#skipped]
    for (const [reason, [first, ...others]] of skipped) {
      console.log(`skipped: ${reason} (${first}${others.length > 0 ? ` and ${others.length} more` : ''})`)
    }
    for (const [backend, { run, skipped }] of this.#backends) {
      console.log(`conformance of ${backend}: ${run} run, ${skipped} skipped`)
    }
    const count = skipped.reduce((sum, [, names]) => sum + names.length, 0)
    console.log(`${this.#passed} passed, ${this.#failed} failed, ${count} skipped`)
  }
}
