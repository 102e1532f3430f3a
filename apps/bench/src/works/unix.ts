import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { script } from '../compare.js'
import { findModule } from '../harness/fetched.js'
import { Program } from '../harness/program.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { receivingCore, sendingCore } from './setting.js'
import { columns, stream } from './stream.js'
import { C, sockets } from './subjects.js'

const size = 64

/** Runs a role on a core. */
type Start = (role: 'receive' | 'send', path: string, core: number) => ReturnType<typeof Program.start>

/** Unix datagrams one way, between programs with the API of the npm package unix-dgram: a full peer is waited for, so that nothing is lost. */
export async function unix(plan: Plan): Promise<Table[]> {
  const found = findModule(plan.fetch ?? false, 'unix-dgram')
  const ours = fileURLToPath(import.meta.resolve('@sendto/unix-dgram'))
  const by =
    (module: string, env = {}): Start =>
    (role, path, core) =>
      Program.start([process.execPath, script('contenders/unix'), module, role, path, String(size)], { core, env })
  const starts: readonly (readonly [name: string, start: Start])[] = [
    [C.name, (role, path, core) => Program.startC('unix', [role, path, size], { core })],
    ...('path' in found ? [['unix-dgram', by(found.path)] as const] : []),
    ...sockets.map(({ name }) => [`drop-in, ${name}`, by(ours, { SENDTO_BACKEND: name })] as const),
  ]
  const title = `Unix datagrams of ${size} bytes one way`
  return [
    {
      work: 'unix',
      title,
      columns: [columns.rate, columns.sending, columns.receiving, columns.lost],
      rows: await takeTurns(
        title,
        Math.min(plan.rounds, 3),
        starts.map(([name, start]) => ({ name, measure: () => measured(start, plan.scale) })),
      ),
      yardsticks: [C.name, 'unix-dgram'],
      absent: 'absent' in found ? [`unix-dgram: ${found.absent}`] : [],
    },
  ]
}

async function measured(start: Start, scale: number) {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-unix-'))
  try {
    const path = join(folder, 'socket')
    await using receiver = await start('receive', path, receivingCore)
    await using sender = await start('send', path, sendingCore)
    return await stream({ sender, receiver, scale })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
