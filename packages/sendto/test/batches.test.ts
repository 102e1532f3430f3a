import { describe, expect, it } from 'vitest'
import { backendNames, type OpenOptions, openSyscalls, type Syscalls } from '../src/index.js'
import { run } from './fixtures/run.js'

const hasNumbers = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
const refusals = { EPERM: 1, ENOSYS: 38 }

describe.each(backendNames)('over %s', (backend) => {
  const absence = whyAbsent(backend)

  it('a batch that goes on and on takes no memory for its messages', ({ skip }) => {
    skip(absence !== null, absence ?? '')
    const { stdout, stderr } = run('module', "import './test/fixtures/steady.mjs'", { SENDTO_BACKEND: backend })
    expect(stdout, stderr).toMatch(/^-?[\d.]+$/)
    // The figure is of one message; an object would be 16 at least.
    expect(Number(stdout)).toBeLessThan(4)
  })

  describe.each(Object.entries(refusals))('a seccomp filter that refuses batches with %s', (_, refusal) => {
    it('is lived with: each message goes by itself', ({ skip }) => {
      skip(absence !== null, absence ?? '')
      skip(!hasNumbers, 'The numbers of the system calls are known for Linux on x64 and arm64.')
      const env = { SENDTO_BACKEND: backend, REFUSAL: String(refusal) }
      const { stdout, stderr } = run('module', "import './test/fixtures/seccomp.mjs'", env)
      expect(stdout, stderr).toMatch(/^\{.*\}$/)
      const { installed, ...outcome } = JSON.parse(stdout)
      skip(!installed, 'This host lets no process have a seccomp filter.')
      expect(outcome).toEqual({ refusal, sent: 40, received: 40, whole: 40, nothing: 0 })
    })
  })
})

describe('a vector', () => {
  it('serves all tables of calls of the backend that it was made for, and of no other', ({ skip }) => {
    const absence = backendNames.map(whyAbsent).find((reason) => reason !== null)
    skip(absence !== undefined, absence ?? '')
    const [maker, twin, stranger] = [{ backend: 'koffi' }, { backend: 'koffi' }, { backend: 'napi' }].map((options) =>
      openSyscalls(options as OpenOptions),
    ) as [Syscalls, Syscalls, Syscalls]
    const { AF_INET, SOCK_DGRAM } = maker.backend.platform.constants
    const fd = maker.socket(AF_INET, SOCK_DGRAM)
    try {
      maker.bind(fd, { address: '127.0.0.1', port: 0 })
      const vector = maker.createVector({ slots: 1, slotSize: 8 })
      vector.set(0, Uint8Array.of(7), maker.getsockname(fd))
      expect(() => stranger.sendmmsg(fd, vector)).toThrow(/"vector" belongs to another backend/)
      expect(twin.sendmmsg(fd, vector)).toBe(1)
      expect(() => stranger.recvmmsg(fd, vector)).toThrow(/"vector" belongs to another backend/)
      expect(twin.recvmmsg(fd, vector)).toBe(1)
      expect([...vector.data(0)]).toEqual([7])
    } finally {
      maker.close(fd)
    }
  })
})

function whyAbsent(backend: (typeof backendNames)[number]): string | null {
  try {
    openSyscalls({ backend })
    return null
  } catch (error) {
    return String(error)
  }
}
