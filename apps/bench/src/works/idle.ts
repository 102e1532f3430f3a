import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { sendingCore } from './setting.js'
import { dgram, type Subject, sockets } from './subjects.js'

const count = 10_000
// How far V8 lets its young generation grow, and keep its pages, is not the sockets' doing: it is kept small.
const flags = ['--expose-gc', '--max-semi-space-size=1']

/** What an open socket takes that nothing is sent to. */
export async function idle({ rounds, scale }: Plan): Promise<Table[]> {
  const scaled = Math.ceil(count * scale)
  const title = `${scaled} open sockets, bytes each`
  const measured = async (subject: Subject) => {
    await using program = await subject.start('idle', [], { core: sendingCore, flags })
    // The first few bring what all share.
    await program.ask(`open ${Math.ceil(scaled / 100)}`)
    return await program.ask(`open ${scaled}`)
  }
  const contenders = [dgram, ...sockets].map((subject) => ({
    name: subject.name,
    goals: subject.backend === undefined ? undefined : [{ most: 4096 }],
    measure: () => measured(subject),
  }))
  return [
    {
      work: 'memory',
      title,
      columns: [
        { name: 'rss', title: 'resident', digits: 0 },
        { name: 'heap', title: 'heap', digits: 0 },
        { name: 'external', title: 'external', digits: 0 },
      ],
      rows: await takeTurns(title, Math.min(rounds, 3), contenders),
      yardsticks: [dgram.name],
    },
  ]
}
