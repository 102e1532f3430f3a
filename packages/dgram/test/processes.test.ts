import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { program, run } from './support/programs.js'

for (const how of ['exit', 'throw', 'close', 'unref', 'listener, exit', 'listener, throw', 'listener, idle']) {
  it(`what was sent leaves before the process does, by ${how}, as with node:dgram`, async () => {
    const receiver = createSocket('udp4')
    receiver.bind(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = receiver.address()
    const results: unknown[] = []
    for (const [module, backend] of [
      ['node:dgram', ''],
      ['@sendto/dgram', 'napi'],
      ['@sendto/dgram', 'koffi'],
    ] as const) {
      const seen: string[] = []
      const all = new Promise<void>((resolve) => {
        receiver.removeAllListeners('message')
        receiver.on('message', (data) => {
          if (seen.push(data.toString()) === 3) resolve()
        })
      })
      const { how: end } = await run([program('exit.cjs'), String(port), how, module], backend)
      await all
      results.push({ end, seen })
    }
    receiver.close()
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })
}

for (const backend of ['napi', 'koffi']) {
  it(`a socket cannot be sent to a child process: EBADF, and both go on, over ${backend}`, async () => {
    expect(await run([program('handover.cjs')], backend)).toMatchObject({
      how: 0,
      stdout: 'EBADF 127.0.0.1\nchild 0\n',
    })
  })
}
