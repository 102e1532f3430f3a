import { expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { addressOfNobody, bytes, inetAddress, noIPv6, text } from './support.js'

describeEach('connecting an open socket', (backend) => {
  for (const host of ['127.0.0.1', '[::1]']) {
    const wildcard = host === '[::1]' ? '[::]:0' : '0.0.0.0:0'

    it(`gives it a peer, another one, and none, while it keeps its port (${host})`, async ({ skip }) => {
      if (host === '[::1]') skip(noIPv6 !== null, noIPv6 ?? '')
      using socket = DatagramSocket.bind(wildcard, { backend })
      using one = DatagramSocket.bind(`${host}:0`, { backend })
      using other = DatagramSocket.bind(`${host}:0`, { backend })
      const { port, address: unspecified } = inetAddress(socket)
      const { address } = inetAddress(one)
      const own = { address, port }
      for (const [peer, stranger] of [
        [one, other],
        [other, one],
      ] as const) {
        socket.connect(`${peer.localAddress}`)
        expect(socket.remoteAddress).toEqual(peer.localAddress)
        expect(socket.localAddress).toMatchObject({ address, port })
        expect(socket.trySend(bytes('hello'))).toBe(true)
        expect(text((await peer.receive()).data)).toBe('hello')
        stranger.trySend(bytes('from a stranger'), own)
        peer.trySend(bytes('from the peer'), own)
        expect(text((await socket.receive()).data)).toBe('from the peer')
      }

      socket.disconnect()
      expect(socket.remoteAddress).toBeNull()
      expect(socket.localAddress).toMatchObject({ address: unspecified, port })
      expect(() => socket.trySend(bytes('to whom?'))).toThrow('EDESTADDRREQ')
      one.trySend(bytes('from anybody'), own)
      expect(text((await socket.receive()).data)).toBe('from anybody')
      socket.disconnect()
      expect(socket.localAddress).toMatchObject({ address: unspecified, port })
    })
  }

  it('keeps the port of a socket that was opened by connect, and one that was asked for', () => {
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.connect(`${peer.localAddress}`, { backend })
    const { port } = inetAddress(socket)
    socket.disconnect()
    expect(socket.localAddress).toMatchObject({ address: '0.0.0.0', port })
    socket.close()
    using asked = DatagramSocket.bind(`127.0.0.1:${port}`, { backend })
    asked.connect(`${peer.localAddress}`)
    asked.disconnect()
    expect(asked.localAddress).toMatchObject({ address: '127.0.0.1', port })
  })

  it('leaves the error of the former peer behind', async () => {
    using nobody = DatagramSocket.bind('127.0.0.1:0', { backend })
    const gone = addressOfNobody(nobody)
    using healthy = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.connect(gone, { backend })
    socket.trySend(bytes('lost'))
    socket.connect(`${healthy.localAddress}`)
    expect(socket.trySend(bytes('kept'))).toBe(true)
    expect(text((await healthy.receive()).data)).toBe('kept')

    socket.connect(gone)
    socket.trySend(bytes('lost'))
    socket.disconnect()
    expect(socket.trySend(bytes('kept'), healthy.localAddress)).toBe(true)
    expect(text((await healthy.receive()).data)).toBe('kept')
  })

  it('sends what waits to the peer that it was meant for', async () => {
    using one = DatagramSocket.bind('127.0.0.1:0', { backend })
    using other = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.connect(`${one.localAddress}`, { backend })
    const sent = [socket.send(bytes('to one'))]
    socket.connect(`${other.localAddress}`)
    sent.push(socket.send(bytes('to the other')))
    socket.disconnect()
    await Promise.all(sent)
    expect(text((await one.receive()).data)).toBe('to one')
    expect(text((await other.receive()).data)).toBe('to the other')
  })

  it('sends what waits for room to the peer that it was meant for', async () => {
    using one = DatagramSocket.bind({ family: 'unix' }, { backend })
    using other = DatagramSocket.bind({ family: 'unix' }, { backend })
    using socket = DatagramSocket.connect(`${one.localAddress}`, { backend })
    let told = 0
    // The queue of a Unix socket takes a few datagrams.
    while (socket.trySend(bytes(`${told}`))) told++
    const sent = socket.send(bytes('the last to one'))
    socket.connect(`${other.localAddress}`)
    const next = socket.send(bytes('the first to the other'))
    for (let i = 0; i < told; i++) expect(text((await one.receive()).data)).toBe(`${i}`)
    expect(text((await one.receive()).data)).toBe('the last to one')
    expect(text((await other.receive()).data)).toBe('the first to the other')
    await Promise.all([sent, next])
  })

  it('touches nothing where a getter of the address closes the socket', () => {
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    const socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    const address = {
      port: 9,
      get address() {
        socket.close()
        return '127.0.0.1'
      },
    }
    const { fd } = socket
    expect(() => socket.connect(address)).toThrow('connect EBADF')
    using next = DatagramSocket.bind('127.0.0.1:0', { backend })
    expect([next.fd, next.remoteAddress, peer.remoteAddress]).toEqual([fd, null, null])
  })

  it('works for Unix datagrams', async () => {
    using one = DatagramSocket.bind({ family: 'unix' }, { backend })
    using socket = DatagramSocket.bind({ family: 'unix' }, { backend })
    const { localAddress } = socket
    socket.connect(`${one.localAddress}`)
    expect(socket.remoteAddress).toEqual(one.localAddress)
    socket.trySend(bytes('hello'))
    expect((await one.receive()).from).toEqual(localAddress)
    socket.disconnect()
    expect(socket.remoteAddress).toBeNull()
    expect(socket.localAddress).toEqual(localAddress)
  })

  it('changes nothing where it fails, and nothing once the socket is closed', () => {
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.connect(`${peer.localAddress}`, { backend })
    expect(() => socket.connect('127.255.255.255:9')).toThrow('connect EACCES')
    expect(() => socket.connect('nowhere')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }))
    expect(() => socket.connect(null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }))
    expect(socket.remoteAddress).toEqual(peer.localAddress)
    socket.close()
    expect(() => socket.connect(peer.localAddress)).toThrow('connect EBADF')
    expect(() => socket.disconnect()).toThrow('connect EBADF')
  })
})
