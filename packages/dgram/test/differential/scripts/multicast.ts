import { networkInterfaces } from 'node:os'
import type { Script } from '../trial.js'

const hasLoopback = networkInterfaces().lo !== undefined

export const multicastScripts: readonly Script[] = [
  {
    title: 'a group is heard while it is joined, and by the interface that is asked for',
    covers: ['addMembership', 'dropMembership', 'setMulticastInterface', 'setMulticastLoopback', 'setMulticastTTL'],
    skip: !hasLoopback && 'there is no loopback interface named lo',
    order: 'each',
    run: async (trial) => {
      const { journal } = trial
      const receiver = trial.socket('receiver', { type: 'udp4', reuseAddr: true })
      await new Promise<void>((resolve) => receiver.bind(0, '239.7.6.5', resolve))
      const { port } = receiver.address()
      journal.call(port, 'receiver')
      const sender = await trial.bound('sender')
      journal.attempt('sender', 'interface', () => sender.setMulticastInterface('127.0.0.1'))
      journal.attempt('sender', 'ttl', () => sender.setMulticastTTL(0))
      journal.attempt('sender', 'loopback', () => sender.setMulticastLoopback(true))
      const send = async (text: string) => {
        sender.send(text, port, '239.7.6.5', (...values) => journal.write('sender', 'called', ...values))
        await trial.turns(6)
      }
      await send('before')
      journal.attempt('receiver', 'join', () => receiver.addMembership('239.7.6.5', '127.0.0.1'))
      journal.attempt('receiver', 'join again', () => receiver.addMembership('239.7.6.5', '127.0.0.1'))
      await send('joined')
      journal.attempt('sender', 'loopback', () => sender.setMulticastLoopback(false))
      await send('without loopback')
      journal.attempt('sender', 'loopback', () => sender.setMulticastLoopback(true))
      journal.attempt('receiver', 'leave', () => receiver.dropMembership('239.7.6.5', '127.0.0.1'))
      journal.attempt('receiver', 'leave again', () => receiver.dropMembership('239.7.6.5', '127.0.0.1'))
      await send('left')
    },
  },
  {
    title: 'a source of a group is heard, and no other',
    covers: ['addSourceSpecificMembership', 'dropSourceSpecificMembership'],
    skip: !hasLoopback && 'there is no loopback interface named lo',
    order: 'each',
    run: async (trial) => {
      const { journal } = trial
      const receiver = trial.socket('receiver', { type: 'udp4', reuseAddr: true })
      await new Promise<void>((resolve) => receiver.bind(0, '232.7.6.5', resolve))
      const { port } = receiver.address()
      journal.call(port, 'receiver')
      const sender = await trial.bound('sender')
      sender.setMulticastInterface('127.0.0.1')
      for (const source of ['127.0.0.2', '127.0.0.1']) {
        journal.attempt('receiver', 'join', () =>
          receiver.addSourceSpecificMembership(source, '232.7.6.5', '127.0.0.1'),
        )
        journal.attempt('receiver', 'join again', () =>
          receiver.addSourceSpecificMembership(source, '232.7.6.5', '127.0.0.1'),
        )
        sender.send(`while ${source} is asked for`, port, '232.7.6.5')
        await trial.turns(6)
        journal.attempt('receiver', 'leave', () =>
          receiver.dropSourceSpecificMembership(source, '232.7.6.5', '127.0.0.1'),
        )
        journal.attempt('receiver', 'leave again', () =>
          receiver.dropSourceSpecificMembership(source, '232.7.6.5', '127.0.0.1'),
        )
      }
    },
  },
  {
    title: 'broadcasts leave when they may',
    covers: ['setBroadcast', 'setTTL'],
    order: 'each',
    run: async (trial) => {
      const sender = await trial.bound('sender')
      const send = async () => {
        sender.send('x', 9, '127.255.255.255', (...values) => trial.journal.write('sender', 'called', ...values))
        await trial.turns(4)
      }
      await send()
      trial.journal.attempt('sender', 'broadcast', () => sender.setBroadcast(true))
      trial.journal.attempt('sender', 'ttl', () => sender.setTTL(7))
      await send()
      trial.journal.attempt('sender', 'broadcast', () => sender.setBroadcast(false))
      await send()
    },
  },
  {
    title: 'sizes of buffers, asked for at creation and later',
    covers: [
      'recvBufferSize',
      'sendBufferSize',
      'getRecvBufferSize',
      'getSendBufferSize',
      'setRecvBufferSize',
      'setSendBufferSize',
    ],
    run: async (trial) => {
      const { journal } = trial
      const socket = await trial.bound('a', { type: 'udp4', recvBufferSize: 10_000, sendBufferSize: 12_000 })
      journal.write('a', 'sizes', socket.getRecvBufferSize(), socket.getSendBufferSize())
      journal.attempt('a', 'set', () => socket.setRecvBufferSize(20_000))
      journal.attempt('a', 'set', () => socket.setSendBufferSize(22_000))
      journal.write('a', 'sizes', socket.getRecvBufferSize(), socket.getSendBufferSize())
    },
  },
]
