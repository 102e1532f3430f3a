import { Program } from '../harness/program.js'
import { dropIns } from '../works/dropins.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from '../works/setting.js'
import type { Subject } from '../works/subjects.js'
import { C, dgram, sockets } from '../works/subjects.js'

/** Programs that are at work, one of which is looked at. */
export interface Scene extends AsyncDisposable {
  readonly looked: Program
  /** Has it work for about so many milliseconds. */
  work(milliseconds: number): Promise<unknown>
}

interface Look {
  /** Of Node. */
  readonly flags?: readonly string[]
}

/** What can be profiled, by name: the work, and whose process is looked at. */
export const scenes: Readonly<Record<string, (subject: Subject, look: Look) => Promise<Scene>>> = {
  // A receiver of 64 bytes from C.
  'from-c': async (subject, look) => {
    const args = [loopback, slots, slotSize, 1, receiveBuffer]
    const receiver = await subject.start('receive', args, { core: receivingCore, ...look })
    const sender = await C.start('send', [loopback, receiver.ready.port, 'plain', 64, 64, 0], { core: sendingCore })
    return scene(receiver, sender, (time) => sender.ask(`send ${time * 400}`))
  },
  // The sender, and the receiver, of 64 sends a turn, 1200 bytes.
  'turns-send': async (subject, look) => {
    const receiver = await subject.start('count', [loopback, receiveBuffer], { core: receivingCore })
    const to = [loopback, receiver.ready.port, 1200, 64]
    const sender = await subject.start('turns', to, { core: sendingCore, ...look })
    return scene(sender, receiver, (time) => sender.ask(`send ${time * 800}`))
  },
  'turns-receive': async (subject, look) => {
    const receiver = await subject.start('count', [loopback, receiveBuffer], { core: receivingCore, ...look })
    const sender = await subject.start('turns', [loopback, receiver.ready.port, 1200, 64], { core: sendingCore })
    return scene(receiver, sender, (time) => sender.ask(`send ${time * 800}`))
  },
  echo: async (subject, look) => {
    const server = await subject.start('echo', [loopback, receiveBuffer], { core: receivingCore, ...look })
    const client = await Program.startC('ping', [loopback, server.ready.port, 64], { core: sendingCore })
    return scene(server, client, (time) => client.ask(`ping 4000000 ${time}`))
  },
  server: async (subject, look) => {
    const server = await subject.start('echo', [loopback, receiveBuffer], { core: receivingCore, ...look })
    const client = await Program.startC('peers', [loopback, server.ready.port, 64, 64], { core: sendingCore })
    return scene(server, client, (time) => client.ask(`ask ${time}`))
  },
}

/** Whom it can be asked of. */
export const subjects: readonly Subject[] = [
  ...dropIns,
  dgram,
  ...sockets.map((socket) => ({ ...socket, name: `DatagramSocket, ${socket.name}` })),
  C,
]

function scene(looked: Program, other: Program, work: Scene['work']): Scene {
  return {
    looked,
    work,
    async [Symbol.asyncDispose]() {
      await looked[Symbol.asyncDispose]()
      await other[Symbol.asyncDispose]()
    },
  }
}
