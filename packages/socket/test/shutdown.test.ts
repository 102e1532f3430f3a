import { once } from 'node:events'
import { createSyscalls, type SyscallError } from '@sendto/core'
import { expect, it } from 'vitest'
import { DatagramSocket, Statistic } from '../src/index.js'
import { describeEach } from './backends.js'
import { run } from './programs.js'
import { bytes, text, turns, until } from './support.js'

describeEach('a socket whose receiving side is shut down', (backend) => {
  const { SHUT_RD, SHUT_RDWR } = backend.platform.constants
  let names = 0
  const nextName = () => `unix:@sendto-shutdown-${process.pid}-${backend.name}-${names++}`
  const families = [
    ['IPv4', '127.0.0.1:0'],
    ['Unix', ''],
  ] as const

  /** Linux does it to an unconnected socket, and says that it was none. */
  const shutdown = ({ syscalls }: DatagramSocket, fd: number, how = SHUT_RD) => {
    try {
      syscalls.shutdown(fd, how)
    } catch (error) {
      expect((error as SyscallError).code).toBe('ENOTCONN')
    }
  }

  for (const [family, address] of families) {
    const open = () => DatagramSocket.bind(address || nextName(), { backend })

    it(`ends iterators, after what had come, and turns the loop no more (${family})`, async () => {
      using socket = open()
      using sender = open()
      for (const value of ['one', 'two']) sender.trySend(bytes(value), socket.localAddress)
      shutdown(socket, socket.fd)
      const ended = once(socket, 'end')
      const heard: string[] = []
      for await (const { data } of socket) heard.push(text(data))
      expect(heard).toEqual(['one', 'two'])
      await ended
      const before = socket.statistics.slice()
      await turns(50)
      expect(socket.statistics).toEqual(before)
      for await (const _ of socket) throw new Error('nothing comes any more')
      expect(socket.closed).toBe(false)
    })

    it(`rejects who waits, and who would wait, with ESHUTDOWN (${family})`, async () => {
      using socket = open()
      const waiting = [socket.receive(), socket.receive()]
      shutdown(socket, socket.fd)
      const error = { code: 'ESHUTDOWN', errno: -(backend.platform.errno.ESHUTDOWN as number), syscall: 'receive' }
      for (const receive of waiting) await expect(receive).rejects.toMatchObject(error)
      await expect(socket.receive()).rejects.toMatchObject(error)
    })

    it(`calls onBatch no more and tells the end once, by whoever it was shut down (${family})`, async () => {
      using socket = open()
      const heard: string[] = []
      let ends = 0
      socket.on('end', () => ends++)
      socket.onBatch = (batch) => {
        for (let i = 0; i < batch.count; i++) heard.push(text(batch.data(i)))
      }
      const other = createSyscalls(backend)
      const fd = other.dup(socket.fd)
      try {
        shutdown(socket, fd, SHUT_RDWR)
      } finally {
        other.close(fd)
      }
      await until(() => ends > 0)
      socket.onBatch = () => heard.push('again')
      const before = (socket.statistics[Statistic.receives] as number) + 2
      await turns(50)
      expect(socket.statistics[Statistic.receives]).toBeLessThanOrEqual(before)
      expect({ ends, heard }).toEqual({ ends: 1, heard: [] })
    })
  }

  it('goes on sending', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    const receive = socket.receive()
    shutdown(socket, socket.fd)
    await expect(receive).rejects.toMatchObject({ code: 'ESHUTDOWN' })
    socket.trySend(bytes('out'), peer.localAddress)
    expect(text((await peer.receive()).data)).toBe('out')
  })

  it('hears of ICMP errors all the same', async () => {
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.connect(`${peer.localAddress}`, { backend, icmpErrors: true })
    const end = once(socket, 'end')
    socket.onBatch = () => {}
    shutdown(socket, socket.fd)
    await end
    peer.close()
    const told = once(socket, 'unreachable')
    socket.trySend(bytes('lost'))
    await told
    const before = socket.statistics.slice()
    await turns(50)
    expect(socket.statistics).toEqual(before)
  })

  it('keeps no process alive', async () => {
    const outcome = await run(
      backend.name,
      `const socket = open()
       socket.on('end', () => console.log('end'))
       socket.onBatch = () => {}
       try { socket.syscalls.shutdown(socket.fd, 0) } catch {}`,
    )
    expect(outcome).toEqual({ code: 0, stdout: 'end\n', stderr: '' })
  })
})
