import process from 'node:process'
import { expect, it } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { program, register, run } from './support/programs.js'

const isAsked = process.allowedNodeEnvironmentFlags.has('--allow-net')
const others = ['--no-warnings', '--permission', '--allow-addons', '--allow-fs-read=*', '--allow-fs-write=*']

describeEachBackend('a program that Node gives permissions', (backend) => {
  for (const [what, flags] of [
    ['is refused the network', []],
    ['is given the network', ['--allow-net']],
  ] as const) {
    it(`${what} as with node:dgram`, async ({ skip }) => {
      skip(!isAsked, 'this version of Node asks no permission for the network')
      const args = [...others, ...flags]
      const outcome = await run([...args, '--import', register, program('permission.cjs')], backend)
      expect(outcome).toEqual(await run([...args, program('permission.cjs')]))
      expect(outcome.how).toBe(0)
    })
  }
})
