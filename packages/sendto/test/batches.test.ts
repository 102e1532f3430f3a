import { describe, expect, it } from 'vitest'
import { backendNames, openSyscalls } from '../src/index.js'
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

function whyAbsent(backend: (typeof backendNames)[number]): string | null {
  try {
    openSyscalls({ backend })
    return null
  } catch (error) {
    return String(error)
  }
}
