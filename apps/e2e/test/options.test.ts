import { describe, expect, test } from 'vitest'
import { app, startNode } from './support/program.js'

const programs = ['server', 'client'] as const

// The shared options are read by the same code in both.
const wrongForServer = [
  ['--prot', '8080'],
  ['8080'],
  ['--port'],
  ['--port', ''],
  ['--port', 'abc'],
  ['--port', '-1'],
  ['--port', '80.5'],
  ['--port', '0x50'],
  ['--port', '65536'],
  ['--port', '8\n0'],
  ['--count', '0'],
  ['--count', '1e3'],
  ['--address', ''],
  ['--address', 'localhost'],
  ['--address', '127.0.0.256'],
  ['--address', '[::1]'],
  ['--address', 'fe80::1%'],
  ['--backend', 'ffi'],
  ['--message', 'hello'],
  ['--buffer-size', '65536'],
  ['--timeout', '0'],
  ['--timeout', '-1'],
  ['--timeout', 'soon'],
]

const wrongForClient = [
  ['--port', '65536'],
  ['--backend', 'ffi'],
  ['--timeout', '1'],
  ['--bind-port', '65536'],
  ['--bind-address', 'localhost'],
  ['--bind-address', '::1'],
  ['--address', '::1', '--bind-address', '127.0.0.1'],
]

describe('wrong options get one line and exit code 2', () => {
  const cases = [
    ...wrongForServer.map((args) => ({ program: 'server' as const, args })),
    ...wrongForClient.map((args) => ({ program: 'client' as const, args })),
  ].map((each) => ({ ...each, options: JSON.stringify(each.args.join(' ')) }))

  test.for(cases)('$program $options', async ({ program, args }) => {
    const { how, stdout, stderr } = await startNode([app(program), ...args]).ends()
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stdout).toBe('')
    expect(how).toBe(2)
  })

  test.for(programs)('%s with a SENDTO_BACKEND that nobody knows', async (program) => {
    const { how, stdout, stderr } = await startNode([app(program)], { SENDTO_BACKEND: 'ffi' }).ends()
    expect(stderr).toMatch(/^[^\n]*SENDTO_BACKEND[^\n]*napi, koffi[^\n]*\n$/)
    expect(stdout).toBe('')
    expect(how).toBe(2)
  })
})

describe('--help', () => {
  test.for([
    { program: 'server', options: ['--backend', '--address', '--port', '--count', '--buffer-size', '--timeout'] },
    {
      program: 'client',
      options: ['--backend', '--address', '--port', '--count', '--message', '--bind-address', '--bind-port'],
    },
  ] as const)('of the $program shows every option, and the defaults', async ({ program, options }) => {
    const { how, stdout, stderr } = await startNode([app(program), '--help']).ends()
    expect([...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, name]) => name)).toEqual([...options, '--help'])
    expect(stdout).toContain('127.0.0.1')
    expect(stdout).toContain('8080')
    if (program === 'client') expect(stdout).toContain('8081')
    expect(stderr).toBe('')
    expect(how).toBe(0)
  })
})
