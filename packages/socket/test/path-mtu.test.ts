import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { noIPv6 } from './support.js'

const loopbackMtu = () => Number(readFileSync('/sys/class/net/lo/mtu', 'utf8'))
const noLinux = process.platform === 'linux' ? null : `${process.platform} does not show its interfaces in /sys.`

describeEach('the MTU of a path', (backend) => {
  it('is that of the interface while nobody has said otherwise', ({ skip }) => {
    skip(noLinux !== null, noLinux ?? '')
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    // IPv4 has no larger packets.
    const mtu = Math.min(loopbackMtu(), 65_535)
    expect(socket.pathMtu('127.0.0.1:9')).toBe(mtu)
    expect(socket.pathMtu({ address: '127.0.0.1', port: 9 })).toBe(mtu)
  })

  it('is told to a socket of IPv6, for its addresses and for those of IPv4', ({ skip }) => {
    skip(noLinux !== null, noLinux ?? '')
    skip(noIPv6 !== null, noIPv6 ?? '')
    using socket = DatagramSocket.bind('[::]:0', { backend })
    expect(socket.pathMtu('[::1]:9')).toBe(loopbackMtu())
    expect(socket.pathMtu('127.0.0.1:9')).toBe(Math.min(loopbackMtu(), 65_535))
  })

  it('is asked without a word to the peer, and leaves socket and descriptors as they were', ({ skip }) => {
    skip(noLinux !== null, noLinux ?? '')
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, broadcast: true })
    const { localAddress } = socket
    const open = readdirSync('/proc/self/fd').length
    socket.pathMtu(`${peer.localAddress}`)
    // A source on the loopback interface reaches nobody else.
    expect(() => socket.pathMtu('192.0.2.1:9')).toThrow(/connect E/)
    expect(() => socket.pathMtu('[::1]:9')).toThrow(/connect E/)
    expect(readdirSync('/proc/self/fd')).toHaveLength(open)
    expect(socket.localAddress).toEqual(localAddress)
    expect(socket.remoteAddress).toBeNull()
    expect(() => peer.syscalls.recvfrom(peer.fd, new Uint8Array(1))).toThrow('EAGAIN')
  })

  it('goes by whether broadcast is allowed, as the datagrams would', () => {
    using forbidden = DatagramSocket.bind('127.0.0.1:0', { backend })
    using allowed = DatagramSocket.bind('127.0.0.1:0', { backend, broadcast: true })
    expect(() => forbidden.pathMtu('127.255.255.255:9')).toThrow('EACCES')
    expect(allowed.pathMtu('127.255.255.255:9')).toBeGreaterThan(0)
  })

  it('is refused where there is no path, or no address', () => {
    using socket = DatagramSocket.bind('unix:@', { backend })
    expect(() => socket.pathMtu('unix:@x')).toThrow(/getsockopt ENOTSUP|getsockopt ENOPROTOOPT/)
    using inet = DatagramSocket.bind('127.0.0.1:0', { backend })
    expect(() => inet.pathMtu('nowhere')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }))
    expect(() => inet.pathMtu(null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }))
    inet.close()
    expect(() => inet.pathMtu('127.0.0.1:9')).toThrow('getsockopt EBADF')
  })
})

describeEach("don't fragment", (backend) => {
  it('is set for each family that the socket speaks', ({ skip }) => {
    skip(noIPv6 !== null, noIPv6 ?? '')
    using socket = DatagramSocket.bind('[::]:0', { backend, pathMtuDiscovery: 'PROBE' })
    const { IP_PMTUDISC_PROBE, IPV6_PMTUDISC_PROBE } = backend.platform.constants
    expect(socket.getOption('IP_MTU_DISCOVER')).toBe(IP_PMTUDISC_PROBE)
    expect(socket.getOption('IPV6_MTU_DISCOVER')).toBe(IPV6_PMTUDISC_PROBE)
  })

  it('is refused with a word that the kernel has not', () => {
    const pathMtuDiscovery = 'MAYBE' as never
    expect(() => DatagramSocket.bind('127.0.0.1:0', { backend, pathMtuDiscovery })).toThrow('options.pathMtuDiscovery')
  })
})
