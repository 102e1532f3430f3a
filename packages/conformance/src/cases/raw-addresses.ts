import assert from 'node:assert/strict'
import { RawAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes } from '../expect.js'
import { loopbackInterface } from '../facts.js'

/** Families that have no form of their own: addresses as whole `sockaddr`s. */
export const rawAddressCases: Case[] = [
  {
    id: 'bind/netlink',
    title:
      'bind takes a raw address, getsockname tells what the kernel made of it, and sendto and recvfrom speak to the kernel',
    platforms: ['linux'],
    constants: ['AF_NETLINK'],
    run({ sys, openAs, receive, constants, backend }) {
      const family = constants.AF_NETLINK as number
      const { littleEndian } = backend.platform
      const kernel = new RawAddress(family, sockaddr(12, family, littleEndian))
      // NETLINK_ROUTE of netlink(7)
      const fd = openAs(family, constants.SOCK_RAW, 0)
      sys.bind(fd, kernel)
      const own = sys.getsockname(fd)
      assert.ok(own instanceof RawAddress)
      assert.deepEqual([own.family, own.bytes.length], [family, 12])
      const port = new DataView(own.bytes.buffer).getUint32(4, littleEndian)
      assert.notEqual(port, 0)

      // RTM_GETLINK of rtnetlink(7) for interface 1: a nlmsghdr and an ifinfomsg
      const request = new DataView(new ArrayBuffer(32))
      request.setUint32(0, 32, littleEndian)
      request.setUint16(4, 18, littleEndian)
      request.setUint16(6, 1, littleEndian)
      request.setUint32(8, 7, littleEndian)
      request.setInt32(20, 1, littleEndian)
      sys.sendto(fd, new Uint8Array(request.buffer), 0, kernel)
      const { from, data } = receive(fd, 8192)
      assert.deepEqual(from, kernel)
      const answer = new DataView(data.buffer)
      assert.deepEqual([answer.getUint32(8, littleEndian), answer.getUint32(12, littleEndian)], [7, port])
    },
  },
  {
    id: 'recvfrom/packet',
    title: 'recvfrom on a packet socket tells interface and protocol of a packet, as a raw address',
    platforms: ['linux'],
    constants: ['AF_PACKET'],
    needs: ['rawSockets'],
    run({ sys, bound, open, openAs, receive, constants, backend }) {
      const family = constants.AF_PACKET as number
      const { littleEndian } = backend.platform
      const ip = 0x0800
      const index = sys.if_nametoindex(loopbackInterface())
      const address = new DataView(sockaddr(20, family, littleEndian).buffer)
      address.setUint16(2, ip)
      address.setInt32(4, index, littleEndian)
      const fd = openAs(family, constants.SOCK_DGRAM)
      sys.bind(fd, { family, bytes: new Uint8Array(address.buffer) })
      const server = bound()
      const payload = bytes(`to port ${server.address.port} of this host`)
      sys.sendto(open(), payload, 0, server.address)
      for (;;) {
        const { from, data } = receive(fd)
        // Behind an IPv4 header without options, and that of UDP. Others use the interface too.
        if (!Buffer.from(data).subarray(28).equals(payload)) continue
        assert.ok(from instanceof RawAddress)
        const told = new DataView(from.bytes.buffer)
        assert.deepEqual([from.family, told.getUint16(2), told.getInt32(4, littleEndian)], [family, ip, index])
        break
      }
    },
  },
]

function sockaddr(length: number, family: number, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(length))
  view.setUint16(0, family, littleEndian)
  return new Uint8Array(view.buffer)
}
