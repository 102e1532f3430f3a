// Forks a process that prints whether it has the drop-in: one that inherits the flags, and one with none.
const { fork } = require('node:child_process')
const { once } = require('node:events')

if (process.argv[2] === 'child') {
  const { Socket } = require('node:dgram')
  import('@sendto/dgram').then((ours) => console.log(Socket === ours.Socket))
} else {
  void run()
}

async function run() {
  for (const options of [{}, { execArgv: [] }]) await once(fork(__filename, ['child'], options), 'close')
}
