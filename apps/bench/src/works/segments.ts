import { type Contender, type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { loopbackPath, type Path, vethPath, whyNoVeth } from './path.js'
import { receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

const size = 1200
const segments = 50

interface Way {
  readonly title: string
  readonly gro: boolean
}

const joined: Way = { title: 'to a receiver with UDP_GRO', gro: true }
const apart: Way = { title: 'to a receiver without UDP_GRO', gro: false }

/** Segments that leave joined, by sendSegments: on loopback, where a super-packet is never cut up, and over a link that cuts each up. */
export async function segmented(plan: Plan): Promise<Table[]> {
  const onLoopback = 'over loopback, which cuts nothing up'
  const tables = [await measure(plan, loopbackPath, onLoopback, joined)]
  if (plan.core) return tables
  tables.push(await measure(plan, loopbackPath, onLoopback, apart))
  const title = 'over a veth pair with offloads off'
  const why = whyNoVeth()
  if (why !== undefined)
    return [...tables, { ...empty, title: `50 x 1200 bytes by sendSegments, ${title}`, absent: [why] }]
  await using path = await vethPath()
  return [...tables, await measure(plan, path, title, joined)]
}

const empty: Table = { work: 'segments', title: '', columns: [], rows: [], yardsticks: [] }

async function measure({ rounds, scale }: Plan, path: Path, over: string, way: Way): Promise<Table> {
  const measured = async (subject: Subject) => {
    const args = [path.address, slots, slotSize, Number(way.gro), receiveBuffer]
    await using receiver = await subject.start('receive', args, { core: receivingCore, namespace: path.receiver })
    const to = [path.address, receiver.ready.port, 'segments', size, segments, 0]
    await using sender = await subject.start('send', to, { core: sendingCore, namespace: path.sender })
    return await stream({ sender, receiver, scale })
  }
  const contenders: Contender[] = [C, ...sockets, dgram].map((subject) => ({
    name: subject.name,
    goals: subject.backend === undefined ? undefined : goals(way, path),
    measure: () => measured(subject),
  }))
  const title = `50 x 1200 bytes by sendSegments ${way.title}, ${over}`
  return {
    ...empty,
    title,
    columns: [columns.rate, columns.sending, columns.receiving, columns.lost, columns.perCall],
    rows: await takeTurns(title, rounds, contenders),
    yardsticks: [C.name, dgram.name],
  }
}

function goals({ gro }: Way, path: Path) {
  const ofC = { of: C.name, least: 0.85 }
  return gro && path === loopbackPath ? [ofC, { of: dgram.name, least: 10 }] : [ofC]
}
