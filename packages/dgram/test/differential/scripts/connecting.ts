import type { Script } from '../trial.js'

export const connectingScripts: readonly Script[] = [
  {
    title: 'connect, disconnect and what is between',
    covers: ['connect', 'disconnect', 'remoteAddress'],
    run: async (trial) => {
      const { journal } = trial
      const [one, two] = [await trial.bound('one'), await trial.bound('two')]
      const socket = await trial.boundToPort('a')
      journal.attempt('a', 'connect', () =>
        socket.connect(one.address().port, '127.0.0.1', () => journal.write('a', 'called')),
      )
      journal.attempt('a', 'connect again', () => socket.connect(two.address().port))
      journal.attempt('a', 'remoteAddress', () => socket.remoteAddress())
      journal.attempt('a', 'disconnect', () => socket.disconnect())
      await trial.turns(4)
      journal.attempt('a', 'remoteAddress', () => socket.remoteAddress())
      two.send('not heard', socket.address().port, '127.0.0.1')
      await trial.turns(4)
      one.send('heard', socket.address().port, '127.0.0.1')
      await trial.turns(4)
      socket.send('to one')
      journal.attempt('a', 'disconnect', () => socket.disconnect())
      journal.attempt('a', 'remoteAddress', () => socket.remoteAddress())
      await trial.turns(4)
      two.send('heard', socket.address().port, '127.0.0.1')
      await trial.turns(4)
      journal.attempt('a', 'send', () => socket.send('x'))
      journal.attempt('a', 'connect', () => socket.connect(two.address().port))
      await trial.turns(4)
      socket.send('to two')
      await trial.turns(4)
      journal.attempt('a', 'address', () => socket.address())
    },
  },
  {
    title: 'what is sent before connect, disconnect or an option leaves as it was sent',
    covers: ['connect', 'disconnect', 'send'],
    order: 'each',
    run: async (trial) => {
      const [one, two] = [await trial.bound('one'), await trial.bound('two')]
      const socket = await trial.boundToPort('a')
      socket.connect(one.address().port, '127.0.0.1')
      await trial.turns(4)
      for (let i = 0; i < 3; i++) socket.send(`${i} to one`)
      socket.disconnect()
      socket.connect(two.address().port, '127.0.0.1')
      await trial.turns(4)
      for (let i = 0; i < 3; i++) socket.send(`${i} to two`, () => trial.journal.write('a', 'called', i))
      socket.setTTL(1)
      socket.setSendBufferSize(4096)
      socket.send('last')
      socket.close()
      await trial.turns(4)
    },
  },
  {
    title: 'connecting sockets that are not bound, with errors and without callbacks',
    covers: ['connect', 'error'],
    run: async (trial) => {
      const { journal } = trial
      const peer = await trial.bound('peer')
      const socket = trial.socket('a')
      socket.connect(peer.address().port, () => journal.write('a', 'called', socket.remoteAddress()))
      journal.attempt('a', 'send', () => socket.send('too early'))
      await trial.lines(3)
      for (const address of ['::1', '255.255.255.255']) {
        const other = await trial.bound('other')
        other.connect(9, address, ((...values: unknown[]) => journal.write('other', 'called', ...values)) as () => void)
        await trial.turns(4)
        other.connect(9, address)
        await trial.turns(4)
        journal.attempt('other', 'remoteAddress', () => other.remoteAddress())
      }
    },
  },
]
