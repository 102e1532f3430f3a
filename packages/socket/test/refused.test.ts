import { once } from 'node:events'
import { expect, it } from 'vitest'
import { DatagramSocket, Statistic } from '../src/index.js'
import { describeEach } from './backends.js'
import { addressOfNobody, bytes, noIPv6 } from './support.js'

describeEach('the error of a connected socket whose peer is gone', (backend) => {
  for (const address of ['127.0.0.1:0', '[::1]:0']) {
    const open = async () => {
      const nobody = addressOfNobody(DatagramSocket.bind(address, { backend }))
      return { nobody, socket: DatagramSocket.connect(nobody, { backend }) }
    }

    it.skipIf(address.startsWith('[') && noIPv6 !== null)(`names the peer whose it is (${address})`, async () => {
      const { nobody, socket: opened } = await open()
      using socket = opened
      const expected = { code: 'ECONNREFUSED', address: nobody.address, port: nobody.port }
      socket.trySend(bytes('lost'))
      await expect(socket.receive()).rejects.toMatchObject({ ...expected, syscall: 'recvmmsg' })
      socket.onBatch = () => {}
      const error = once(socket, 'error')
      socket.trySend(bytes('lost'))
      expect(await error).toMatchObject([expected])
    })

    it.skipIf(address.startsWith('[') && noIPv6 !== null)(`is named by a send too (${address})`, async () => {
      const { nobody, socket: opened } = await open()
      using socket = opened
      const expected = { code: 'ECONNREFUSED', address: nobody.address, port: nobody.port }
      const thrown = expect.objectContaining(expected)
      socket.trySend(bytes('lost'))
      expect(() => socket.trySend(bytes('fails'))).toThrow(thrown)
      socket.trySend(bytes('lost'))
      await expect(socket.send(bytes('fails'))).rejects.toMatchObject(expected)
      socket.trySend(bytes('lost'))
      expect(socket.sendMany([{ data: bytes('fails') }])).toMatchObject({ sent: 0, error: expected })
    })
  }

  it('stops no batch in the middle: all of it leaves, and the error is told once, by who calls next', () => {
    const nobody = addressOfNobody(DatagramSocket.bind('127.0.0.1:0', { backend }))
    using socket = DatagramSocket.connect(nobody, { backend, join: 1 })
    const list = Array.from({ length: 5 }, (_, index) => ({ data: Uint8Array.of(index) }))
    expect(socket.sendMany(list)).toEqual({ sent: 5, error: null })
    expect(socket.statistics[Statistic.datagramsSent]).toBe(5)
    expect(socket.sendMany(list)).toMatchObject({ sent: 0, error: { code: 'ECONNREFUSED', port: nobody.port } })
  })
})
