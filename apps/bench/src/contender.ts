import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'

/** node contender.js BACKEND BURSTS BURST SIZE: nanoseconds of CPU time per `sendto`, as native/sendto.c measures them. */
const [backend, ...numbers] = process.argv.slice(2)
const [bursts, burst, size] = numbers.map(Number) as [number, number, number]

const sys = openSyscalls({ backend: backend as BackendName })
const data = new Uint8Array(size)
const receiver = sys.socket(AF_INET, SOCK_DGRAM)
const sender = sys.socket(AF_INET, SOCK_DGRAM)
sys.bind(receiver, { address: '127.0.0.1', port: 0 })
const { address, port } = sys.getsockname(receiver)
const to = { address, port }

let spent = 0
for (let i = -Math.floor(bursts / 10); i < bursts; i++) {
  const start = process.cpuUsage()
  for (let k = 0; k < burst; k++) sys.sendto(sender, data, 0, to)
  const { user, system } = process.cpuUsage(start)
  // The first bursts, with a negative number, are for the compiler to see.
  if (i >= 0) spent += (user + system) * 1e3
  for (let k = 0; k < burst; k++) sys.recvfrom(receiver, data)
}
console.log(spent / bursts / burst)
