import { expect, it } from 'vitest'
import { createSocket } from '../src/index.js'

it('a stream of sends in one turn arrives whole, in order, and each is called back', async () => {
  const sender = createSocket('udp4')
  const receiver = createSocket('udp4')
  const seen: number[] = []
  const called: number[] = []
  await new Promise<void>((resolve) => {
    const check = () => {
      if (seen.length === 200 && called.length === 200) resolve()
    }
    receiver.on('message', (data, { port }) => {
      expect(port).toBe(sender.address().port)
      seen.push(data.readUInt32BE(0))
      check()
    })
    receiver.bind(0, '127.0.0.1', () => {
      sender.bind(0, '127.0.0.1', () => {
        for (let i = 0; i < 200; i++) {
          const data = Buffer.alloc(64)
          data.writeUInt32BE(i)
          sender.send(data, receiver.address().port, '127.0.0.1', (error: Error | null, bytes: number) => {
            expect([error, bytes]).toEqual([null, 64])
            called.push(i)
            check()
          })
        }
      })
    })
  })
  sender.close()
  receiver.close()
  const expected = Array.from({ length: 200 }, (_, i) => i)
  expect({ seen, called }).toEqual({ seen: expected, called: expected })
})
