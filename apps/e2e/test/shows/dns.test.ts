import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BackendName, DatagramSocket } from 'sendto'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { describeEachBackend } from '../support/backends.js'
import { whyNoIPv6 } from '../support/ipv6.js'
import { whyNot } from '../support/peers.js'
import { app, Program, patience, startListener, startNode } from '../support/program.js'

const whyNoDig = whyNot('dig', '-v')

/** 1005 bytes of data: more than 512, less than 1232. */
const long = Array.from({ length: 5 }, () => `"${'x'.repeat(200)}"`).join(' ')
const records = [
  'www 60 A 192.0.2.1',
  'www 60 A 192.0.2.2',
  'www AAAA 2001:db8::1',
  '@ TXT "hello \\"x\\" world" again',
  'deep.er A 192.0.2.3',
  `long TXT ${long}`,
]
const start = (backend: BackendName, ...args: string[]) =>
  startListener(
    'dns',
    '--backend',
    backend,
    '--zone',
    'Example.test',
    ...records.flatMap((each) => ['--record', each]),
    ...args,
  )

/** What dig(1) makes of an answer. Without its user's settings, without a second try, and never by TCP. */
async function dig(port: string, ...args: string[]) {
  const settings = ['-r', '-p', port, '+tries=1', '+time=10', '+notcp', '+ignore']
  const at = args.some((arg) => arg.startsWith('@')) ? [] : ['@127.0.0.1']
  const { how, stdout } = await new Program('dig', [...settings, ...at, ...args]).ends()
  const records = stdout.split('\n').filter((line) => /^[^;\s]/.test(line))
  return {
    how,
    status: /status: (\w+)/.exec(stdout)?.[1],
    flags: /^;; flags: ([\w ]*)/m.exec(stdout)?.[1]?.split(' '),
    size: Number(/MSG SIZE {2}rcvd: (\d+)/.exec(stdout)?.[1]),
    edns: /^; EDNS: version: 0, flags:; udp: \d+$/m.test(stdout),
    records: records.map((line) => line.replace(/\s+/g, ' ')).sort(),
    stdout,
  }
}

const authority = 'example.test. 60 IN SOA example.test. hostmaster.example.test. 1 3600 600 86400 60'

describe('dns answers dig', () => {
  beforeEach(({ skip }) => skip(whyNoDig !== undefined, whyNoDig))

  describeEachBackend((backend) => {
    test('with the records of a name and a type, in the letters of the question', async () => {
      const { port } = await start(backend)
      expect(await dig(port, 'WwW.example.TEST', 'A')).toMatchObject({
        how: 0,
        status: 'NOERROR',
        flags: ['qr', 'aa', 'rd'],
        edns: true,
        records: ['WwW.example.TEST. 60 IN A 192.0.2.1', 'WwW.example.TEST. 60 IN A 192.0.2.2'],
      })
      expect((await dig(port, 'www.example.test', 'AAAA')).records).toEqual([
        'www.example.test. 300 IN AAAA 2001:db8::1',
      ])
      expect((await dig(port, 'example.test', 'TXT')).records).toEqual([
        'example.test. 300 IN TXT "hello \\"x\\" world" "again"',
      ])
      expect((await dig(port, 'www.example.test', 'ANY')).records).toHaveLength(3)
      expect((await dig(port, 'example.test', 'SOA')).records).toEqual([authority])
    })

    test('that there is no such name, and for how long that holds', async () => {
      const { port } = await start(backend)
      const { status, flags, records } = await dig(port, 'nobody.example.test', 'A')
      expect(status).toBe('NXDOMAIN')
      expect(flags).toEqual(['qr', 'aa', 'rd'])
      expect(records).toEqual([authority])
    })

    test.each([
      ['www.example.test', 'MX'],
      ['www.example.test', 'TYPE65280'],
      ['er.example.test', 'A'],
    ])('that %s exists and has no %s', async (name, type) => {
      const { port } = await start(backend)
      expect(await dig(port, name, type)).toMatchObject({ status: 'NOERROR', records: [authority] })
    })

    test.each([
      ['another zone', ['example.org', 'A'], 'REFUSED'],
      ['a name that only ends alike', ['notexample.test', 'A'], 'REFUSED'],
      ['another class', ['-c', 'CH', 'www.example.test', 'TXT'], 'REFUSED'],
      ['another operation', ['+opcode=notify', 'www.example.test', 'A'], 'NOTIMP'],
      ['a later EDNS', ['+edns=1', '+noednsnegotiation', 'www.example.test', 'A'], 'BADVERS'],
    ])('that it has nothing to do with %s', async (_, question, status) => {
      const { port } = await start(backend)
      expect(await dig(port, ...question)).toMatchObject({ how: 0, status, records: [] })
    })

    test('with no more bytes than dig takes, and says what is missing', async () => {
      const { port } = await start(backend)
      for (const [size, edns] of [
        ['+noedns', false],
        ['+bufsize=512', true],
        ['+bufsize=1077', true],
      ] as const) {
        const cut = await dig(port, size, 'long.example.test', 'TXT')
        expect(cut).toMatchObject({ status: 'NOERROR', flags: ['qr', 'aa', 'tc', 'rd'], records: [], edns })
        expect(cut.size).toBeLessThan(100)
      }
      const whole = await dig(port, '+bufsize=1232', 'long.example.test', 'TXT')
      expect(whole).toMatchObject({ status: 'NOERROR', flags: ['qr', 'aa', 'rd'], edns: true })
      expect(whole.records).toEqual([`long.example.test. 300 IN TXT ${long}`])
    })

    test('with no more bytes than --limit says', async () => {
      const { port } = await start(backend, '--limit', '600')
      const { flags, records } = await dig(port, '+bufsize=4096', 'long.example.test', 'TXT')
      expect(flags).toContain('tc')
      expect(records).toEqual([])
    })

    test('from the address that was asked, which dig insists on', async () => {
      const { server, port } = await start(backend, '--address', '0.0.0.0')
      expect(await dig(port, '@127.0.0.2', 'www.example.test', 'AAAA')).toMatchObject({
        status: 'NOERROR',
        records: ['www.example.test. 300 IN AAAA 2001:db8::1'],
      })
      expect(server.stderr).toBe(`listening on 0.0.0.0:${port}\n`)
    })

    test('after datagrams that are no queries', async () => {
      const { port } = await start(backend)
      using socket = DatagramSocket.connect({ address: '127.0.0.1', port: Number(port) })
      const header = (flags: number, questions: number) => Buffer.from([7, 8, flags, 0, 0, questions, 0, 0, 0, 0, 0, 0])
      // Nobody answers what is too short, or a response.
      for (const silent of [Buffer.alloc(0), Buffer.alloc(11), header(0x80, 1), Buffer.alloc(600, 0xff)]) {
        await socket.send(silent)
      }
      for (const broken of [
        header(0, 0),
        header(0, 1),
        header(0, 255),
        // More records promised than there can be.
        Buffer.from([7, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0xf5, 0, 1, 0x61, 0, 0, 1, 0, 1]),
        // A name that points to itself, one that is no text, and one with a dot that ends no label.
        Buffer.concat([header(0, 1), Buffer.from([0xc0, 12, 0, 1, 0, 1])]),
        Buffer.concat([header(0, 1), Buffer.from([2, 0xff, 0xfe, 0, 0, 1, 0, 1])]),
        Buffer.concat([header(0, 1), Buffer.from([2, 0x61, 0x2e, 0, 0, 1, 0, 1])]),
      ]) {
        await socket.send(broken)
        const { data } = await socket.receive({ timeout: patience })
        // The same identifier, a response, FORMERR, and nothing else.
        expect(Buffer.from(data).toString('hex')).toBe('070880010000000000000000')
      }
      expect((await dig(port, 'www.example.test', 'AAAA')).status).toBe('NOERROR')
    })

    test('from a file, over IPv6', async ({ skip }) => {
      const why = whyNoIPv6(backend)
      skip(why !== undefined, why)
      const folder = mkdtempSync(join(tmpdir(), 'sendto-dns-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      writeFileSync(join(folder, 'zone'), '# a comment\n\n; another\nfile.example.test. 5 IN AAAA 2001:db8::7\n')
      const { server, port } = await start(backend, '--file', join(folder, 'zone'), '--address', '::1')
      const { records } = await dig(port, '@::1', 'file.example.test', 'AAAA')
      expect(records).toEqual(['file.example.test. 5 IN AAAA 2001:db8::7'])
      server.kill('SIGTERM')
      expect(await server.ends()).toEqual({ how: 0, stdout: '', stderr: `listening on [::1]:${port}\n` })
    })
  })
})

describe('dns refuses', () => {
  test.each([
    [[], /--zone/],
    [['--zone', 'a b'], /domain name/],
    [['--zone', 'test', '--record', 'www'], /--record: it must be a name/],
    [['--zone', 'test', '--record', 'www A 192.0.2.256'], /IPv4/],
    [['--zone', 'test', '--record', 'www AAAA fe80::1%lo'], /IPv6/],
    [['--zone', 'test', '--record', 'www MX mail'], /MX/],
    [['--zone', 'test', '--record', 'www.example. A 192.0.2.1'], /not in the zone/],
    [['--zone', 'test', '--record', 'www 4294967296 A 192.0.2.1'], /time to live/],
    [['--zone', 'test', '--record', '@ TXT "open'], /strings/],
    [['--zone', 'test', '--file', '/nowhere/zone'], /ENOENT/],
    [['--zone', 'test', '--limit', '511'], /512/],
  ])('%j with one line and exit code 2', async (args, reason) => {
    const { how, stdout, stderr } = await startNode([app('dns'), ...args]).ends()
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).toMatch(reason)
    expect({ how, stdout }).toEqual({ how: 2, stdout: '' })
  })
})
