import { setTimeout } from 'node:timers/promises'
import { type BackendName, DatagramSocket } from 'sendto'
import { beforeEach, describe, expect, test } from 'vitest'
import { describeEachBackend } from '../support/backends.js'
import { whyNoIPv6 } from '../support/ipv6.js'
import { whyNot } from '../support/peers.js'
import { app, startNode } from '../support/program.js'
import { startChronyd, stratum } from './ntp/chronyd.js'
import { startScripted } from './ntp/scripted.js'

const whyNoChronyd = whyNot('chronyd', '-v')

const start = (backend: BackendName, port: number, ...args: string[]) =>
  startNode([app('ntp'), '--backend', backend, '--port', String(port), '--interval', '0.001', ...args])

/** The numbers of a line: `stratum 3 (127.127.1.1), offset -0.000012 s, delay 0.000034 s`. */
function samplesOf(stdout: string) {
  const lines = stdout.matchAll(/^stratum (\d+) \((.*)\), offset (-?\d+\.\d{6}) s, delay (\d+\.\d{6}) s$/gm)
  return Array.from(lines, ([, stratum, reference, offset, delay]) => ({
    stratum: Number(stratum),
    reference,
    offset: Number(offset),
    delay: Number(delay),
  }))
}

describe('ntp asks chronyd', () => {
  beforeEach(({ skip }) => skip(whyNoChronyd !== undefined, whyNoChronyd))

  describeEachBackend((backend) => {
    test.for(['127.0.0.1', '::1'] as const)('at %s, whose clock is our own', async (address, { skip }) => {
      const why = address === '::1' ? whyNoIPv6(backend) : undefined
      skip(why !== undefined, why)
      const port = await startChronyd(address)
      const { how, stdout, stderr } = await start(backend, port, '--address', address, '--count', '3').ends()
      expect({ how, stderr }).toEqual({ how: 0, stderr: '' })

      const samples = samplesOf(stdout)
      expect(samples).toHaveLength(3)
      for (const sample of samples) {
        expect(sample).toMatchObject({ stratum, reference: '127.127.1.1' })
        expect(sample.delay).toBeGreaterThan(0)
        // The time between the clocks is none, and the measurement may be wrong by half of the delay; a little is for where timestamps are taken, and for clocks under correction.
        expect(Math.abs(sample.offset)).toBeLessThan(sample.delay / 2 + 0.001)
      }
      const host = address === '::1' ? '\\[::1\\]' : '127\\.0\\.0\\.1'
      const verdict = new RegExp(
        `\\nthe clock of ${host}:${port} is (\\d\\.\\d{6}) s (behind|ahead of) ours, give or take \\d\\.\\d{6} s\\n$`,
      )
      expect(stdout).toMatch(verdict)
      const best = samples.reduce((best, each) => (each.delay < best.delay ? each : best))
      expect(Number(verdict.exec(stdout)?.[1])).toBe(Math.abs(best.offset))
    })
  })
})

describe('ntp', () => {
  describeEachBackend((backend) => {
    test.for([
      ['ahead', 1000],
      ['behind', -1000],
      ['ahead, beyond the end of the era in 2036', 20 * 365 * 86_400],
    ] as const)('finds a clock %s', async ([, ahead]) => {
      const port = startScripted(({ answer }) => answer({ ahead }))
      const { how, stdout } = await start(backend, port, '--count', '1').ends()
      expect(how).toBe(0)
      const [sample] = samplesOf(stdout)
      expect(sample).toMatchObject({ stratum: 1, reference: 'GPS' })
      expect(sample?.offset).toBeCloseTo(ahead, 0)
      expect(stdout).toContain(ahead < 0 ? ' s behind ours, ' : ' s ahead of ours, ')
    })

    test('goes by when the kernel received the answer, not by when it came to look', async () => {
      const pause = 0.5
      const port = startScripted(async ({ answer }) => {
        client.kill('SIGSTOP')
        await answer()
        await setTimeout(pause * 1000)
        client.kill('SIGCONT')
      })
      const client = start(backend, port, '--count', '1')
      const { how, stdout } = await client.ends()
      expect(how).toBe(0)
      expect(samplesOf(stdout)[0]?.delay).toBeLessThan(pause)
    })

    test('tells nobody its time, and takes no answer to another question', async () => {
      const requests: Buffer[] = []
      const port = startScripted(async ({ request, answer }) => {
        requests.push(request)
        await answer({ origin: 0n, ahead: 1000 })
        await answer({ mode: 3, ahead: 1000 })
        await answer()
        await answer({ ahead: 1000 })
      })
      const { how, stdout } = await start(backend, port, '--count', '2').ends()
      expect(how).toBe(0)
      for (const { offset } of samplesOf(stdout)) expect(Math.abs(offset)).toBeLessThan(100)
      expect(requests).toHaveLength(2)
      const [one, other] = requests.map((request) => request.toString('hex'))
      expect(one?.slice(0, 80)).toBe('23'.padEnd(80, '0'))
      expect(one).not.toBe(other)
    })

    test.for([
      ['refuses', { stratum: 0, reference: 'RATE' }, `the server refuses: kiss o' death "RATE"`],
      ['is not synchronized', { leap: 3, stratum: 16 }, "the server's clock is not synchronized"],
    ] as const)('says that a server %s', async ([, answer, sentence]) => {
      const port = startScripted((question) => question.answer(answer))
      expect(await start(backend, port).ends()).toEqual({ how: 1, stdout: '', stderr: `${sentence}\n` })
    })

    test('says that nobody is there, and that nobody answers', async () => {
      const silent = DatagramSocket.bind('127.0.0.1:0')
      const port = silent.localAddress.port as number
      const unanswered = await start(backend, port, '--timeout', '0.05').ends()
      expect(unanswered).toMatchObject({
        how: 1,
        stdout: '',
        stderr: expect.stringMatching(/^[^\n]*ETIMEDOUT[^\n]*\n$/),
      })
      silent.close()
      const refused = await start(backend, port).ends()
      expect(refused).toMatchObject({
        how: 1,
        stdout: '',
        stderr: expect.stringMatching(/^[^\n]*ECONNREFUSED[^\n]*\n$/),
      })
    })
  })

  test.each([
    ['--port', '0'],
    ['--count', '0'],
    ['--interval', '0'],
    ['--address', 'localhost'],
    ['--timeout', '0'],
  ])('refuses %s %s with one line and exit code 2', async (...args) => {
    const { how, stdout, stderr } = await startNode([app('ntp'), ...args]).ends()
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect({ how, stdout }).toEqual({ how: 2, stdout: '' })
  })
})
