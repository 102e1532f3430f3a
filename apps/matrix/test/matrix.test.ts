import { expect, it } from 'vitest'
import { readme, readmeWithTable } from '../src/readme.js'
import { rows } from '../src/table.js'

it("the README's table is that of the suite: npm run matrix -- --write", () => {
  expect(readme()).toBe(readmeWithTable())
})

it('a case that is not asked of a backend says why', () => {
  const silent = rows().flatMap(({ planned }) => planned.filter(({ status, reason }) => status !== 'run' && !reason))
  expect(silent).toEqual([])
})
