import { whyNoNetwork } from '@sendto/lab'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { removeCompiled, whyNoYardsticks } from '../dist/compare.js'
import type { Plan } from '../dist/harness/rounds.js'
import type { Row, Sample, Table } from '../dist/harness/table.js'
import { dropIns } from '../dist/works/dropins.js'
import { allWorks, works } from '../dist/works/index.js'
import { fiveCalls, uringIf, vectors, yardsticks } from '../dist/works/levels.js'
import { sockets } from '../dist/works/subjects.js'

/** One round of a few thousand datagrams: that the bench runs and counts right, and nothing of time. */
const plan: Plan = {
  rounds: 1,
  scale: 0.005,
  bun: { absent: 'not needed here' },
  newest: { absent: 'not needed here' },
}

const why = whyNoYardsticks()
const backends = sockets.map(({ name }) => name)

describe('each work of bench:socket measures every contender, and counts its datagrams', () => {
  beforeEach(({ skip }) => skip(why !== undefined, why))
  afterAll(removeCompiled)

  test('receive: what was sent by C was received, or dropped by the kernel, one by one', async () => {
    const tables = await run('receive')
    expect(tables).toHaveLength(3)
    for (const [index, { rows }] of tables.entries()) {
      const levels = index === 0 ? [...yardsticks(), ...fiveCalls, ...vectors] : uringIf().subjects
      expect(names(rows)).toEqual(expect.arrayContaining(['C', ...backends, 'node:dgram', ...names(levels)]))
      for (const sample of samples(rows)) {
        expect(sample.received).toBeGreaterThan(0)
        expect(sample.bytes).toBe((sample.received as number) * 64)
        // What is sent as one message to a socket that takes no such messages is cut up, and dropped, in one piece.
        if (sample.drops !== undefined)
          expect(Number(sample.received) + sample.drops).toBeLessThanOrEqual(sample.sent as number)
        expect(sample.receiving).toBeGreaterThan(0)
      }
    }
    const [plain, , paced] = tables as [Table, Table, Table]
    for (const { sent, received, drops } of samples([...plain.rows, ...paced.rows])) {
      if (drops !== undefined) expect(Number(received) + drops).toBe(sent)
    }
  })

  test('send: C receives what was sent, or its kernel drops it', async () => {
    const [{ rows, absent }] = (await run('send')) as [Table]
    const joined = ['C', ...backends].map((name) => `${name}, joined`)
    const levels = [...yardsticks(), ...fiveCalls, ...vectors]
    expect(names(rows)).toEqual(expect.arrayContaining([...names(levels), ...backends, 'node:dgram', ...joined]))
    expect(absent).toContain('Bun: not needed here')
    for (const { name, samples } of rows) {
      for (const { sent, received, drops } of samples) {
        // A joined message that is dropped counts once.
        if (joined.includes(name)) expect(received).toBeLessThanOrEqual(sent as number)
        else expect(Number(received) + Number(drops)).toBe(sent)
      }
    }
  })

  test('segments: every way has its figures, or a sentence that says why not', async () => {
    const tables = await run('segments')
    expect(tables).toHaveLength(3)
    const [veth] = tables.slice(-1) as [Table]
    const why = whyNoNetwork()
    if (why !== undefined) expect(veth.absent).toEqual([why])
    for (const { sent, received, bytes } of tables.flatMap(({ rows }) => samples(rows))) {
      expect(received).toBeGreaterThan(0)
      expect(received).toBeLessThanOrEqual(sent as number)
      expect(bytes).toBe((received as number) * 1200)
    }
  })

  test('echo: every datagram is answered', async () => {
    const [{ rows }] = (await run('echo')) as [Table]
    const levels = [...yardsticks(), ...fiveCalls, ...dropIns]
    expect(names(rows)).toEqual(expect.arrayContaining([...names(levels), ...backends, 'node:dgram']))
    for (const { sent, received, lost } of samples(rows)) {
      expect(received).toBe(sent)
      expect(lost).toBe(0)
    }
  })

  test('turns: what a program has sent, the program received, or it is missing in the numbers', async () => {
    const tables = await run('turns')
    expect(tables).toHaveLength(4)
    for (const { rows } of tables) {
      expect(names(rows)).toEqual(['node:dgram', ...names(dropIns)])
      for (const { sent, received, bytes, gaps, unseen } of samples(rows)) {
        expect(received).toBeGreaterThan(0)
        expect(bytes).toBe(Number(received) * 1200)
        expect(Number(received) + Number(gaps) + Number(unseen)).toBe(sent)
      }
    }
  })

  test('from-c: a program on node:dgram receives no more than C has sent', async () => {
    const [{ rows }] = (await run('from-c')) as [Table]
    expect(names(rows)).toEqual(['C', 'node:dgram', ...names(dropIns)])
    for (const { sent, received, bytes } of samples(rows)) {
      expect(received).toBeGreaterThan(0)
      expect(received).toBeLessThanOrEqual(sent as number)
      expect(bytes).toBe(Number(received) * 64)
    }
  })

  test('server: every request of every peer is answered, or known to be not', async () => {
    const tables = await run('server')
    expect(tables).toHaveLength(3)
    for (const { sent, received, unanswered } of tables.flatMap(({ rows }) => samples(rows))) {
      expect(received).toBeGreaterThan(0)
      expect(Number(received) + Number(unanswered)).toBe(sent)
    }
  })

  test('kept: as many messages are kept, and as many datagrams wait, as are said to', async () => {
    const tables = await run('kept')
    expect(tables).toHaveLength(3)
    for (const { kept, received } of samples(tables[2]?.rows ?? [])) expect(kept).toBe(received)
    for (const [index, { rows }] of tables.slice(0, 2).entries()) {
      expect(names(rows)).toEqual(['node:dgram', ...names(dropIns)])
      for (const { received, kept } of samples(rows)) {
        expect(kept).toBe(Math.ceil(Number(received) / (index === 0 ? 1 : 100)))
      }
    }
  })

  test('calls: each contender tells what a datagram costs', async () => {
    const tables = await run('calls')
    expect(tables).toHaveLength(5)
    for (const { rows } of tables) {
      expect(names(rows)).toEqual(['C', ...backends])
      for (const { cpu } of samples(rows)) expect(cpu).toBeGreaterThan(0)
    }
  })

  test('streams: no contender receives more than was sent', async () => {
    const tables = (await allWorks.streams?.({ ...plan, core: true })) as Table[]
    expect(tables.map(({ title }) => title.match(/\w*connected/)?.[0])).toEqual(['unconnected', 'connected'])
    const levels = [...yardsticks(), ...fiveCalls, ...vectors, ...dropIns]
    for (const { rows } of tables) expect(names(rows)).toEqual(expect.arrayContaining(names(levels)))
    for (const { sent, received } of tables.flatMap(({ rows }) => samples(rows))) {
      expect(received).toBeGreaterThan(0)
      expect(received).toBeLessThanOrEqual(sent as number)
    }
  })

  test('unix: all that was sent is received', async () => {
    const [{ rows }] = (await run('unix')) as [Table]
    expect(names(rows)).toEqual(['C', ...names(dropIns)])
    for (const { sent, received, bytes } of samples(rows)) {
      expect(received).toBe(sent)
      expect(bytes).toBe(Number(received) * 64)
    }
  })

  test('shards: what the peers are answered, the processes have answered together', async () => {
    const [{ rows }] = (await run('shards')) as [Table]
    expect(rows).toHaveLength(4 * backends.length)
    for (const { sent, received, unanswered, served } of samples(rows)) {
      expect(Number(received) + Number(unanswered)).toBe(sent)
      expect(served).toBeGreaterThanOrEqual(received as number)
    }
  })

  test('start and size: every contender has its figure', async () => {
    const [start, size] = [...(await run('start')), ...(await run('size'))] as [Table, Table]
    expect(names(start.rows)).toContain('node:dgram')
    for (const { time } of samples(start.rows)) expect(time).toBeGreaterThan(0)
    expect(names(size.rows)).toEqual(['sendto', '@sendto/dgram', 'koffi'])
    for (const { size: kibibytes } of samples(size.rows)) expect(kibibytes).toBeGreaterThan(100)
  })

  test('allocation: calls of handlers and collections are read from the trace', async () => {
    const [{ rows }] = (await run('allocation', works)) as [Table]
    expect(rows).toHaveLength(3 * backends.length)
    for (const { called, minor } of samples(rows)) {
      expect(called).toBeGreaterThan(0)
      expect(minor).toBeGreaterThan(0)
    }
  })

  test('memory: idle sockets are opened, and their memory is told', async () => {
    const [{ rows }] = (await run('memory')) as [Table]
    expect(names(rows)).toEqual(['node:dgram', ...backends])
    for (const { sockets, rss } of samples(rows)) {
      expect(sockets).toBe(50)
      expect(rss).toEqual(expect.any(Number))
    }
  })
})

function run(name: string, all = allWorks): Promise<Table[]> {
  return (all[name] as (plan: Plan) => Promise<Table[]>)(plan)
}

function names(rows: readonly Pick<Row, 'name'>[]): string[] {
  return rows.map(({ name }) => name)
}

function samples(rows: readonly Row[]): Sample[] {
  return rows.flatMap(({ samples }) => samples)
}
