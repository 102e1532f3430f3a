import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'

/** node contender.js BACKEND PORT COUNT SIZE: nanoseconds of CPU time per `sendto`, as native/send.c measures them. */
const [backend, ...numbers] = process.argv.slice(2)
const [port, count, size] = numbers.map(Number) as [number, number, number]

const sys = openSyscalls({ backend: backend as BackendName })
const to = { address: '127.0.0.1', port }
const data = new Uint8Array(size)
const fd = sys.socket(AF_INET, SOCK_DGRAM)

// The first half is for the compiler to see.
for (let i = 0; i < count; i++) sys.sendto(fd, data, 0, to)
const start = process.cpuUsage()
for (let i = 0; i < count; i++) sys.sendto(fd, data, 0, to)
const { user, system } = process.cpuUsage(start)
console.log(((user + system) * 1e3) / count)
sys.close(fd)
