import { backendNames } from 'sendto'
import { compiled, describeMachine, measure, median, script } from './compare.js'
import { progress } from './harness/progress.js'

/**
 * What a binding adds to a call: the CPU time of a `sendto` on descriptor -1, less that of the same call in C. Beside it, what a function costs that reads the same
 * arguments and does nothing: no binding can do with less.
 */
const count = '2000000'
const rounds = 9
const goal = 1.2

const badcall = [compiled('badcall'), count]
const bare = compiled('bare')
const results = backendNames.map((name) => ({ name, bindings: [] as number[], bares: [] as number[] }))

for (let round = 1; round <= rounds; round++) {
  progress(`round ${round} of ${rounds}`)
  const inC = measure(badcall)
  for (const { name, bindings, bares } of results) {
    const contender = [process.execPath, script('binding-contender'), name, count]
    bindings.push(measure(contender) - inC)
    bares.push(measure([...contender, bare]))
  }
}
progress('')

describeMachine()
console.log(
  '\na binding, as CPU time of sendto on descriptor -1 less that in C; and a function that only reads its arguments',
)
for (const { name, bindings, bares } of results) {
  const ratios = bindings.map((binding, i) => binding / (bares[i] as number))
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}, goal ${goal}`
  console.log(
    `${name.padEnd(6)} ${median(bindings).toFixed(1)} ns, bare ${median(bares).toFixed(1)} ns: ${median(ratios).toFixed(2)} x (${spread})`,
  )
}
