import { expect, it } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { program, register, run } from './support/programs.js'

// Node prints the same.
const expected = {
  shared: ['one port true shared false', 'answers 100', 'free again true'],
  ipv6: ['one port true', 'answers 10'],
}

describeEachBackend('cluster', (backend) => {
  it.each(['shared', 'exclusive', 'taken', 'dying', 'closing', 'descriptor', 'implicit', 'ipv6'])('%s', async (scenario) => {
    const [a, b] = await Promise.all([run([program('cluster.cjs'), scenario]), run(['--import', register, program('cluster.cjs'), scenario], backend)])
    console.log(a, b)
    expect(b).toEqual(a)
  })
})
