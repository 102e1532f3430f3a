import { expect, it } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { program, register, run } from './support/programs.js'

const everywhere = (output: string) => expect(output.match(/: (true|false)/g)).not.toContain(': false')

describeEachBackend('register', (backend) => {
  it.each(['--import', '-r'])('with %s, an ES module finds the drop-in wherever node:dgram was', async (flag) => {
    const { how, stdout, stderr } = await run([flag, register, program('esm.mjs')], backend)
    expect({ how, stderr }).toEqual({ how: 0, stderr: '' })
    everywhere(stdout)
  })

  it.each(['--import', '-r'])('with %s, a CommonJS module does, and whoever held the module before', async (flag) => {
    const args = ['-r', program('hold.cjs'), flag, register, program('commonjs.cjs')]
    const { how, stdout, stderr } = await run(args, backend)
    expect({ how, stderr }).toEqual({ how: 0, stderr: '' })
    everywhere(stdout)
  })

  it.each(['--import', '-r'])('with %s, prints nothing by itself, whatever Node is to warn of', async (flag) => {
    const loud = ['--throw-deprecation', '--pending-deprecation', '--trace-warnings']
    const outcome = await run([...loud, flag, register, program('itself.cjs')], backend)
    expect(outcome).toEqual({ how: 0, stdout: 'itself\n', stderr: '' })
  })

  it.each([
    ['--import', 'file'],
    ['-r', 'file'],
    // What --import names comes after a program that a thread is given as text: so it is in Node 20 to 26.
    ['-r', 'eval'],
  ])('with %s, reaches worker threads that inherit execArgv or are given it, from a %s', async (flag, from) => {
    const { how, stdout, stderr } = await run([flag, register, program('threads.mjs'), from], backend)
    expect({ how, stderr }).toEqual({ how: 0, stderr: '' })
    expect(stdout.trim().split('\n')).toEqual(['[true,"itself"]', '[true,"itself"]', '[false,"itself"]'])
  })

  it('reaches forked processes that inherit execArgv, and no others', async () => {
    const outcome = await run(['--import', register, program('forks.cjs')], backend)
    expect(outcome).toEqual({ how: 0, stdout: 'true\nfalse\n', stderr: '' })
  })

  it('lets a program that has nothing to do end', async () => {
    expect(await run(['--import', register, '-e', ''], backend)).toEqual({ how: 0, stdout: '', stderr: '' })
  })
})

it('the package without register leaves node:dgram as it is', async () => {
  const { how, stdout } = await run([program('esm.mjs')])
  expect(how).toBe(0)
  expect(stdout.match(/: true/g)).toBeNull()
})

it('a backend that cannot be loaded is told of where a socket is created', async () => {
  const { how, stderr } = await run(['--import', register, program('itself.cjs')], 'nobody')
  expect(how).toBe(1)
  expect(stderr).toMatch(/SENDTO_BACKEND.*must be one of napi, koffi/)
})
