import { cpus, loadavg } from 'node:os'
import { setTimeout } from 'node:timers/promises'

/** How much of the machine others use, from 0 to 1, looked at for so many milliseconds. */
export async function busy(milliseconds: number): Promise<number> {
  const before = times()
  await setTimeout(milliseconds)
  const after = times()
  return (after.busy - before.busy) / (after.all - before.all)
}

/** What else went on, looked at so many times, as a sentence. */
export function describeQuiet(looks: readonly number[]): string {
  const part = Math.max(...looks)
  const load = (loadavg()[0] as number).toFixed(2)
  const when = looks.length === 1 ? 'before the start' : 'at most, looked at before each round'
  const text = `${Math.round(part * 100)} % of ${cpus().length} cores in use by others ${when}, load ${load}`
  return part > 0.05 ? `${text}: THE MACHINE IS NOT QUIET, and these figures mean little` : text
}

function times() {
  let busy = 0
  let all = 0
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.idle + times.irq
    all += sum
    busy += sum - times.idle
  }
  return { busy, all }
}
