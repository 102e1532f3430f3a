import { expect, onTestFinished, test, vi } from 'vitest'
import { quantile, ratioOf } from '../dist/harness/spread.js'
import { print, type Row } from '../dist/harness/table.js'

test('a quantile lies between the two values that are nearest', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2)
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5)
  expect(quantile([7], 0.75)).toBe(7)
})

test('a ratio is taken within a round, and means something where the rounds agree', () => {
  expect(ratioOf([2, 20, 200], [1, 10, 100])).toEqual({ median: 2, least: 2, greatest: 2, isEnough: true, means: true })
  expect(ratioOf([1, 2, 3], [1, 1, 1])).toEqual({ median: 2, least: 1, greatest: 3, isEnough: true, means: false })
  expect(ratioOf([2, 20], [1, 10])).toMatchObject({ isEnough: false, means: false })
})

test('a ratio whose rounds do not agree is not printed, and a missed goal is', () => {
  const printed: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => printed.push(line))
  onTestFinished(() => log.mockRestore())
  const row = (name: string, values: number[], goals: Row['goals'] = []) => ({
    name,
    goals,
    samples: values.map((ns) => ({ ns })),
  })
  print({
    work: 'test',
    title: 'a work',
    columns: [{ name: 'ns', title: 'ns', digits: 0 }],
    rows: [
      row('C', [10, 10, 10]),
      row('near', [11, 11, 11], [{ of: 'C', most: 1.15 }]),
      row('far', [20, 20, 20], [{ of: 'C', most: 1.15 }]),
      row('wild', [10, 20, 30], [{ of: 'C', most: 1.15 }]),
      row('small', [5, 5, 5], [{ most: 4 }]),
    ],
    yardsticks: ['C'],
    absent: ['nobody'],
  })
  const text = printed.join('\n')
  expect(text).toMatch('1.10 x C (1.10 to 1.10, goal at most 1.15)')
  expect(text).toMatch('2.00 x C (2.00 to 2.00, goal at most 1.15: missed)')
  expect(text).toMatch('no ratio to C: the rounds do not agree (1.00 to 3.00)')
  expect(text).toMatch('5 ns, goal at most 4: missed')
  expect(text).toMatch('absent: nobody')
})
