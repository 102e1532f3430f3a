import dgram from 'node:dgram'
import { constants, networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { program, register, run } from './support/programs.js'

const args = (scenario: string) => ['--no-deprecation', program('cluster.cjs'), scenario]

/** What node:dgram itself does, asked once. */
const onNode = new Map<string, ReturnType<typeof run>>()

function beside(scenario: string): ReturnType<typeof run> {
  const known = onNode.get(scenario) ?? run(args(scenario))
  onNode.set(scenario, known)
  return known
}

const inUse = JSON.stringify({
  code: 'EADDRINUSE',
  errno: -constants.errno.EADDRINUSE,
  syscall: 'bind',
  address: '127.0.0.1',
  port: true,
  message: 'bind EADDRINUSE 127.0.0.1:PORT',
})

/** What `bindSync` in workers comes to: not all versions of Node have it to compare with. */
const bySync: Readonly<Record<string, readonly string[]>> = {
  sync: [
    'one port false shared false told ["listening"] ["listening"]',
    'answers 10 10',
    `taken ${inUse} ${inUse}`,
    `the port of the cluster ${inUse} ${inUse}`,
    'answers 10',
    'connected true true told ["listening","connect"]',
    'free again true EADDRINUSE',
    'free again true true',
  ],
  syncReusing: ['one port true shared true true', 'answers 10'],
}

describeEachBackend('workers of a cluster', (backend) => {
  it.each([
    ['share the socket of the primary, port 0 included, without SO_REUSEPORT', 'shared'],
    ['have sockets of their own where they are exclusive, and a taken port is theirs to hear of', 'exclusive'],
    ['hear of it that the primary could not bind, and try again', 'taken'],
    ['go on when one of them dies; one that comes later finds the same port', 'dying'],
    ['close a socket before the primary has answered, and afterwards', 'closing'],
    ['bind to a descriptor of the primary', 'descriptor'],
    ['have a port of their own where they connect, or send unbound', 'implicit'],
  ])('%s', async (_, scenario) => {
    const [expected, outcome] = [await beside(scenario), await run(['--import', register, ...args(scenario)], backend)]
    expect(outcome).toEqual(expected)
    expect(outcome).toMatchObject({ how: 0, stderr: '' })
  })

  it.each(['sync', 'syncReusing'])('have sockets of their own by bindSync and connectSync (%s)', async (scenario) => {
    const outcome = await run(['--import', register, ...args(scenario)], backend)
    expect({ ...outcome, stdout: outcome.stdout.trimEnd().split('\n') }).toEqual({
      how: 0,
      stderr: '',
      stdout: bySync[scenario],
    })
    // What Node 26 itself does.
    if ('bindSync' in dgram.Socket.prototype) expect(await beside(scenario)).toEqual(outcome)
  })

  it('share one of IPv6', async ({ skip }) => {
    const addresses = Object.values(networkInterfaces()).flat()
    skip(!addresses.some((each) => each?.address === '::1'), 'this machine has no IPv6')
    expect(await run(['--import', register, ...args('ipv6')], backend)).toEqual(await beside('ipv6'))
  })

  it('are given the same with -r', async () => {
    expect(await run(['-r', register, ...args('shared')], backend)).toEqual(await beside('shared'))
  })

  it('share a port by SO_REUSEPORT where they ask for it', async () => {
    const { stdout, stderr } = await run(['--import', register, ...args('reusing')], backend)
    expect({ stdout, stderr }).toEqual({ stdout: 'one port true shared true true\nanswers 30\n', stderr: '' })
  })
})
