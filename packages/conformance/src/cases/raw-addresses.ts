import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { RawAddress } from '@sendto/core'
import type { Case } from '../case.js'
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
    title: 'recvfrom on a packet socket tells interface and protocol of a packet, which sendto sent by a raw address',
    platforms: ['linux'],
    constants: ['AF_PACKET'],
    needs: ['rawSockets'],
    run({ sys, openAs, receive, constants, backend }) {
      const family = constants.AF_PACKET as number
      const { littleEndian } = backend.platform
      const index = sys.if_nametoindex(loopbackInterface())
      // ETH_P_802_EX1, which is for experiments and which nobody else is expected to send: a sockaddr_ll of packet(7)
      const protocol = 0x88b5
      const address = new DataView(sockaddr(20, family, littleEndian).buffer)
      address.setUint16(2, protocol)
      address.setInt32(4, index, littleEndian)
      address.setUint8(11, 6)
      const to = new RawAddress(family, new Uint8Array(address.buffer))
      const fd = openAs(family, constants.SOCK_DGRAM)
      sys.bind(fd, to)
      const payload = randomBytes(16)
      assert.equal(sys.sendto(fd, payload, 0, to), 16)
      for (;;) {
        const { from, data } = receive(fd)
        if (!payload.equals(data)) continue
        assert.ok(from instanceof RawAddress)
        const told = new DataView(from.bytes.buffer)
        assert.deepEqual([from.family, told.getUint16(2), told.getInt32(4, littleEndian)], [family, protocol, index])
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
