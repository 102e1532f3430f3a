import dgram from 'node:dgram'
import { expect, it } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { program, register, run } from './support/programs.js'

describeEachBackend('a handle that a socket is given', (backend) => {
  it('is what it stands on, as with node:dgram', async ({ skip }) => {
    skip(!('_createSocketHandle' in dgram), 'this Node, 26 or later, makes no handles for programs')
    const args = ['--no-deprecation', program('given.cjs')]
    const [expected, outcome] = [await run(args), await run(['-r', register, ...args], backend)]
    expect(outcome).toEqual(expected)
    expect(outcome).toEqual({ how: 0, stdout: '127.0.0.1 false true\nitself true\n', stderr: '' })
  })

  it('may come from the parent process, as a socket', async () => {
    const outcome = await run([program('parent.cjs'), '-r', register], backend)
    expect(outcome).toEqual({ how: 0, stdout: 'sent\na datagram true\n', stderr: '' })
  })

  it('cannot be sent to a child: that fails with EBADF', async () => {
    const outcome = await run(['-r', register, program('parent.cjs')], backend)
    expect(outcome).toEqual({ how: 0, stdout: 'write EBADF\n', stderr: '' })
  })
})
