import { describe, expect, it } from 'vitest'
import { tableOf } from '../src/platform/host.js'
import type { Platform } from '../src/platform/platform.js'
import { compare } from './headers/compare.js'
import { type Compiler, findCompiler, type Target, targets } from './headers/compilers.js'
import { recent } from './headers/recent.js'

const here = await Promise.all(
  targets.map(async (target) => {
    const compiler = findCompiler(target)
    const table = compiler && tableOf(target.platform, target.architecture)
    return { ...target, compiler: target.commands.join(' or '), result: table && (await compare(table, compiler)) }
  }),
)

describe.each(here)('the table of $platform-$architecture, compared by $compiler', ({ platform, compiler, result }) => {
  it('has constants, error numbers, sizes and offsets as the headers have them', ({ skip }) => {
    if (result === undefined) return skip(`There is no C compiler ${compiler} here.`)
    if (/No such file|file not found/.test(result.failure ?? ''))
      skip(`${compiler} has no headers of ${platform} here.`)
    expect(result.failure).toBeUndefined()
    expect(result.wrong).toEqual([])
    expect(result.compared).toBeGreaterThan(200)
  })

  it('has no name that the headers lack, unless it is newer than they are', ({ skip }) => {
    if (result === undefined || result.failure !== undefined) return skip('Nothing could be compared.')
    expect(recent[platform]).toEqual(expect.arrayContaining([...result.lacking]))
    if (result.lacking.length > 0) skip(`Not compared, since ${compiler} lacks them: ${result.lacking.join(', ')}.`)
  })
})

describe('the comparison', () => {
  const host = tableOf(process.platform, process.arch)
  const compiler = findCompiler(targets[0] as Target)

  /** The comparison of the host's table with something else in it. */
  function altered(change: Partial<Platform>) {
    return compare({ ...host, ...change }, compiler as Compiler)
  }

  it.runIf(compiler)('finds a number that is another one', async () => {
    const { SO_RCVBUF } = host.constants
    const { wrong } = await altered({ constants: { ...host.constants, SO_RCVBUF: SO_RCVBUF + 1 } })
    expect(wrong).toEqual(['SO_RCVBUF'])
  })

  it.runIf(compiler)('finds a field that lies elsewhere', async () => {
    const { linger } = host.layouts
    const { wrong } = await altered({ layouts: { ...host.layouts, linger: { ...linger, seconds: linger.on } } })
    expect(wrong).toContain('linger.seconds.at')
  })

  it.runIf(compiler)('finds a name that there is not', async () => {
    const { lacking } = await altered({ errno: { ...host.errno, ENOSUCHERROR: 1 } })
    expect(lacking).toContain('ENOSUCHERROR')
  })

  it.runIf(compiler)('finds a name that there is, although the table says there is not', async () => {
    const constants = { ...host.constants, SO_REUSEPORT: undefined }
    expect((await altered({ constants })).wrong).toEqual(['SO_REUSEPORT'])
  })
})
