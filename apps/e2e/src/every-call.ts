import {
  AF_INET,
  backendNames,
  openSyscalls,
  POLLIN,
  SHUT_RDWR,
  SIOCINQ,
  SO_TYPE,
  SOCK_DGRAM,
  SOL_SOCKET,
} from 'sendto'

/** Makes every call once, with a socket that sends to itself. What the system is asked for is what strace then shows. */
const backend = backendNames.find((name) => name === process.argv[2])
const calls = openSyscalls({ backend })
const data = Uint8Array.of(1, 2, 3)
const buffer = new Uint8Array(16)
const vector = calls.createVector({ slots: 3, slotSize: 16, controlSize: 64 })

const fd = calls.socket(AF_INET, SOCK_DGRAM)
calls.setOption(fd, 'IP_RECVTTL', true)
calls.getOption(fd, 'IP_RECVTTL')
calls.getsockopt(fd, SOL_SOCKET, SO_TYPE, buffer)
calls.bind(fd, { address: '127.0.0.1', port: 0 })
const self = calls.getsockname(fd)
calls.connect(fd, self)
calls.getpeername(fd)
calls.sendto(fd, data, 0, null)
calls.queued(fd, SIOCINQ as number)
calls.poll([{ fd, events: POLLIN }], 1000)
calls.recvfrom(fd, buffer, 0)
calls.sendmsg(fd, { data: [data, data], control: [{ kind: 'hopLimit', family: 'IPv4', hopLimit: 3 }] })
calls.recvmsg(fd, buffer)
for (let slot = 0; slot < vector.slots; slot++) vector.set(slot, data, null)
calls.sendmmsg(fd, vector)
calls.recvmmsg(fd, vector)
calls.setNonblocking(fd, true)
calls.close(calls.dup(fd))
calls.shutdown(fd, SHUT_RDWR)
calls.close(fd)
