import { backendNames } from 'sendto'
import { compare, compiled, describeMachine, script } from './compare.js'

/** What a datagram costs in batches of 64, and joined to messages of 50, in C and through each backend. */
const works = [
  { mode: 'receive', rounds: 80, goal: 1.1, title: 'recvmmsg of 64 datagrams of 64 bytes, CPU time per datagram' },
  { mode: 'send', rounds: 80, goal: 1.1, title: 'sendmmsg of 64 datagrams of 64 bytes, CPU time per datagram' },
  // 0.9 of the rate.
  {
    mode: 'offload',
    rounds: 200,
    goal: 1.11,
    title: 'UDP_SEGMENT to UDP_GRO, 50 x 1200 bytes sent and received, CPU time per datagram',
  },
]

describeMachine()
for (const { mode, rounds, goal, title } of works) {
  const work = [mode, String(rounds)]
  compare(title, [
    { name: 'C', command: [compiled('batch'), ...work] },
    ...backendNames.map((name) => ({
      name,
      command: [process.execPath, script('batch-contender'), name, ...work],
      goal,
    })),
  ])
}
