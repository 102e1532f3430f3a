import { expect, onTestFinished, test, vi } from 'vitest'
import { inRounds, type Turn } from '../dist/harness/in-rounds.js'
import type { Table } from '../dist/harness/table.js'

function trial(names: readonly string[], bounds: { rounds: number; seconds: number }) {
  const noted = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => noted.mockRestore())
  let count = 0
  const works = new Map(names.map((name) => [name, async (): Promise<Table[]> => [tableOf(name, ++count)]]))
  return all(inRounds(works, { ...bounds, before: async () => {} }))
}

async function all(turns: AsyncIterable<Turn>): Promise<Turn[]> {
  const list: Turn[] = []
  for await (const turn of turns) list.push(turn)
  return list
}

function tableOf(work: string, ns: number): Table {
  return { work, title: work, columns: [], rows: [{ name: 'C', samples: [{ ns }] }], yardsticks: [] }
}

test('every work has its turn in a round before any has another, and its samples are joined', async () => {
  const turns = await trial(['a', 'b'], { rounds: 2, seconds: Number.POSITIVE_INFINITY })
  expect(turns.map(({ name, isLast }) => [name, isLast])).toEqual([
    ['a', false],
    ['b', false],
    ['a', true],
    ['b', true],
  ])
  expect(turns[2]?.tables[0]?.rows).toEqual([{ name: 'C', samples: [{ ns: 1 }, { ns: 3 }] }])
})

test('nothing begins once time is up', async () => {
  expect(await trial(['a'], { rounds: 2, seconds: -1 })).toEqual([])
})
