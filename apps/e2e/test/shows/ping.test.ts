import { addresses, createNetwork, type Network, whyNoNetwork } from '@sendto/lab'
import type { BackendName } from 'sendto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachBackend } from '../support/backends.js'
import { whyNoIPv6 } from '../support/ipv6.js'
import { inNamespace, whyNoNamespace } from '../support/namespace.js'
import { whyNot } from '../support/peers.js'
import { app, Program, startNode } from '../support/program.js'
import { whyNoStrace } from '../support/strace.js'

const why = whyNoNamespace()
const ping = (backend: BackendName, ...args: string[]) => [process.execPath, app('ping'), '--backend', backend, ...args]

/** Which groups may open ICMP sockets: root's, or none. */
const ranges = [
  ['ICMP socket', '0 0'],
  ['raw socket', '1 0'],
] as const

const summary =
  /^(\d+) sent, (\d+) received, (\S+) % lost; round trip (\S+) ms at least, (\S+) ms on average, (\S+) ms at most$/m

describe('ping on loopback', () => {
  beforeEach(({ skip }) => skip(why !== undefined, why))

  describeEachBackend((backend) => {
    const start = (range: string, ...args: string[]) =>
      new Program(...inNamespace(range, ping(backend, '--interval', '0.001', ...args)))

    describe.each(ranges)('by an %s', (kind, range) => {
      test.for(['127.0.0.1', '::1'])('hears from %s', async (host, { skip }) => {
        const whyNoHost = host === '::1' ? whyNoIPv6(backend) : undefined
        skip(whyNoHost !== undefined, whyNoHost)
        const { how, stdout, stderr } = await start(range, '--count', '3', host).ends()
        expect({ how, stderr }).toEqual({ how: 0, stderr: '' })

        const [first, ...others] = stdout.trimEnd().split('\n')
        const last = others.pop() ?? ''
        expect(first).toBe(`56 bytes of data to ${host} (${kind})`)
        expect(others).toHaveLength(3)
        const times = others.map((line, index) => {
          const beginning = `64 bytes from ${host}: sequence ${index + 1}, hop limit 64, `
          expect(line.startsWith(beginning)).toBe(true)
          expect(line.slice(beginning.length)).toMatch(/^\d+\.\d{3} ms$/)
          return Number.parseFloat(line.slice(beginning.length))
        })
        const [, sent, received, lost, min, mean, max] = summary.exec(last) ?? []
        expect({ sent, received, lost }).toEqual({ sent: '3', received: '3', lost: '0' })
        expect(Number(min)).toBe(Math.min(...times))
        expect(Number(max)).toBe(Math.max(...times))
        expect(Number(mean)).toBeCloseTo(times.reduce((sum, time) => sum + time) / 3, 2)
        expect(Number(min)).toBeGreaterThan(0)
      })

      test.for(['0', '1', '65507'])('takes %s bytes of data along', async (size) => {
        const { how, stdout } = await start(range, '--count', '1', '--size', size).ends()
        expect(stdout).toContain(`\n${Number(size) + 8} bytes from 127.0.0.1: sequence 1, `)
        expect(how).toBe(0)
      })
    })

    test('takes the time between the kernel having sent and received, not between its own calls', async ({ skip }) => {
      const whyNot = whyNoStrace()
      skip(whyNot !== undefined, whyNot)
      const calls = 'sendto,sendmsg,sendmmsg,recvmsg,recvmmsg'
      const delay = 200
      const inject = `inject=${calls}:delay_enter=${delay}ms`
      const slow = ['strace', '-f', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', inject]
      const program = new Program(...inNamespace('0 0', [...slow, ...ping(backend, '--count', '1', '--timeout', '10')]))
      const { how, stdout } = await program.ends()
      expect(how).toBe(0)
      expect(Number(summary.exec(stdout)?.[6])).toBeLessThan(delay)
    })

    test('says what it has when it is told to end', async () => {
      const program = start('0 0', '--count', '1000000')
      await program.prints(/sequence 3,/)
      program.kill('SIGINT')
      const { how, stdout } = await program.ends()
      expect(stdout).toMatch(summary)
      expect(how).toBe(0)
    })

    test('says in a sentence that this user may not ping', async ({ skip }) => {
      const dropped = ['setpriv', '--bounding-set', '-net_raw', '--inh-caps', '-net_raw', '--']
      const whyNoSetpriv = whyNot(dropped[0] as string, ...dropped.slice(1), 'true')
      skip(whyNoSetpriv !== undefined, whyNoSetpriv)
      const program = new Program(...inNamespace('1 0', [...dropped, ...ping(backend)]))
      expect(await program.ends()).toEqual({
        how: 1,
        stdout: '',
        stderr: expect.stringMatching(/^this user may not ping: [^\n]*ping_group_range[^\n]*CAP_NET_RAW\n$/),
      })
    })

    test('says that there is no way to a host', async () => {
      const { how, stdout, stderr } = await start('0 0', '192.0.2.1').ends()
      expect(stderr).toBe('connect ENETUNREACH 192.0.2.1:0\n')
      expect({ how, stdout }).toEqual({ how: 1, stdout: '' })
    })
  })
})

describe('ping over a router', () => {
  const whyNot = whyNoNetwork()
  let network: Network

  beforeEach(({ skip }) => skip(whyNot !== undefined, whyNot))
  beforeAll(async () => {
    if (whyNot === undefined) network = await createNetwork()
  })
  afterAll(() => network?.delete())

  describeEachBackend((backend) => {
    describe.each(['IPv4', 'IPv6'] as const)('%s', (family) => {
      const { b, router, a } = addresses[family]
      const start = (...args: string[]) => {
        network.forgetPaths()
        const options = ['--count', '2', '--interval', '0.001']
        return new Program('ip', ['netns', 'exec', network.a, ...ping(backend, ...options, ...args)])
      }

      beforeEach(({ skip }) => {
        const why = family === 'IPv6' ? whyNoIPv6(backend) : undefined
        skip(why !== undefined, why)
      })

      test('hears from a host behind it', async () => {
        const { how, stdout } = await start(b).ends()
        expect(stdout).toMatch(
          /^(56 .*\n)(64 bytes from \S+: sequence \d, hop limit 63, \d+\.\d{3} ms\n){2}2 sent, 2 rec/,
        )
        expect(how).toBe(0)
      })

      test('is told by it that a hop limit has run out, and waits no longer', async () => {
        const { how, stdout } = await start('--hop-limit', '1', '--timeout', '1000', b).ends()
        const lines = [1, 2].map((sequence) => `from ${router}: sequence ${sequence}, EHOSTUNREACH\n`)
        expect(stdout).toBe(`56 bytes of data to ${b} (raw socket)\n${lines.join('')}2 sent, 0 received, 100 % lost\n`)
        expect(how).toBe(1)
      })

      test('is told by it that a request is too big, and sends later ones in pieces', async () => {
        const { how, stdout } = await start('--size', '1380', '--count', '5', b).ends()
        expect(stdout).toContain(`\nfrom ${router}: sequence 1, too big for an MTU of 1400\n`)
        expect(stdout).toContain(`\n1388 bytes from ${b}: sequence 5, hop limit 63, `)
        expect(how).toBe(0)
      })

      test('ends though nobody answers', async () => {
        const { how, stdout } = await start('--timeout', '0.05', a.replace(/1$/, '77')).ends()
        expect(stdout).toMatch(/\n2 sent, 0 received, 100 % lost\n$/)
        expect(how).toBe(1)
      })
    })
  })
})

describe('ping refuses', () => {
  test.each([
    ['localhost'],
    ['::1', '::1'],
    ['--size', '65508'],
    ['--hop-limit', '0'],
    ['--hop-limit', '256'],
    ['--interval', '0'],
  ])('%s %s with one line and exit code 2', async (...args) => {
    const { how, stdout, stderr } = await startNode([app('ping'), ...args]).ends()
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect({ how, stdout }).toEqual({ how: 2, stdout: '' })
  })
})
