import assert from 'node:assert/strict'
import { type OptionName, optionTable, type Syscalls } from '@sendto/core'
import type { Case } from '../../case.js'
import { fails } from '../../expect.js'

/** Options that the platform has not. */
export const optionPlatformCases: Case[] = [
  {
    id: 'setOption/other-platform',
    title: 'setOption and getOption of an option that the platform has not fail with ENOPROTOOPT, and make no call',
    run({ recorded, open, constants }) {
      const fd = open()
      const { sys, calls } = recorded()
      const names = (Object.keys(optionTable) as OptionName[]).filter((name) => constants[name] === undefined)
      assert.ok(names.length > 0, 'the platform has every option')
      for (const name of names) {
        const { kind } = optionTable[name]
        if ('encode' in kind) fails('ENOPROTOOPT', 'setsockopt', () => apply(sys, 'setOption', fd, name, true))
        if ('decode' in kind) fails('ENOPROTOOPT', 'getsockopt', () => apply(sys, 'getOption', fd, name))
      }
      assert.deepEqual(calls, [])
    },
  },
]

function apply(sys: Syscalls, call: 'getOption' | 'setOption', ...input: unknown[]): unknown {
  return Reflect.apply(sys[call] as (...input: unknown[]) => unknown, sys, input)
}
