import assert from 'node:assert/strict'
import type { ReceivedMessage } from '@sendto/core'
import type { Case } from '../case.js'
import { controlMessage, int } from '../control-message.js'
import { bytes, fails, text } from '../expect.js'

/** Control data of sendmsg(2) and recvmsg(2) as raw bytes. */
export const messageControlCases: Case[] = [
  {
    id: 'sendmsg/control',
    title: 'sendmsg hands control data to the kernel, for this one message and no later one',
    platforms: ['linux'],
    run({ sys, bound, backend: { platform }, constants }) {
      const { fd, address } = bound()
      const { IPPROTO_IP, IP_TOS } = constants
      sys.setsockopt(fd, IPPROTO_IP, constants.IP_RECVTOS, 1)
      const received = () => trafficClasses(sys.recvmsg(fd, new Uint8Array(4)))
      for (const tos of [0x10, 0x28, 0x02]) {
        const control = controlMessage(platform, IPPROTO_IP, IP_TOS, int(platform, tos))
        sys.sendmsg(fd, { data: bytes('x'), to: address, control })
        assert.deepEqual(received(), [tos])
        sys.sendmsg(fd, { data: bytes('x'), to: address })
        assert.deepEqual(received(), [0])
        sys.sendmsg(fd, { data: bytes('x'), to: address, control: new Uint8Array(0) })
        assert.deepEqual(received(), [0])
      }
    },
  },
  {
    id: 'sendmsg/control-refused',
    title: 'sendmsg fails with EINVAL where control data says that it is longer than it is, and sends nothing',
    platforms: ['linux'],
    run({ sys, bound, backend: { platform }, constants, receive }) {
      const { fd, address } = bound()
      const control = controlMessage(platform, constants.IPPROTO_IP, constants.IP_TOS, int(platform, 0x10))
      const cut = control.subarray(0, platform.layouts.cmsghdr.size + 2)
      fails('EINVAL', 'sendmsg', () => sys.sendmsg(fd, { data: bytes('lost'), to: address, control: cut }))
      sys.sendmsg(fd, { data: bytes('next'), to: address, control })
      assert.equal(text(receive(fd).data), 'next')
    },
  },
  {
    id: 'recvmsg/control-truncated',
    title: 'recvmsg tells that there was no room for all of the control data, and stores none beyond it',
    platforms: ['linux'],
    run({ sys, bound, backend: { platform }, constants }) {
      const { fd, address } = bound()
      sys.setsockopt(fd, constants.IPPROTO_IP, constants.IP_RECVTOS, 1)
      const whole = controlMessage(platform, constants.IPPROTO_IP, constants.IP_TOS, Uint8Array.of(0))
      for (const [controlSize, truncated] of [
        [0, true],
        [8, true],
        [whole.length, false],
        [1, true],
        [65_535, false],
      ] as const) {
        sys.sendto(fd, bytes('kept'), 0, address)
        const data = new Uint8Array(8)
        const received = sys.recvmsg(fd, data, { controlSize })
        assert.equal(text(data.subarray(0, received.size)), 'kept')
        assert.deepEqual(received.from, address)
        assert.equal(received.controlTruncated, truncated, `with room for ${controlSize} bytes`)
        assert.equal((received.flags & constants.MSG_CTRUNC) !== 0, truncated)
        assert.equal(received.truncated, false)
        if (!truncated) assert.deepEqual(trafficClasses(received), [0])
      }
    },
  },
  {
    id: 'recvmsg/control-kept',
    title: 'recvmsg gives control data that later calls do not change, and none where there is none',
    platforms: ['linux'],
    run({ sys, bound, backend: { platform }, constants }) {
      const { fd, address } = bound()
      const { IPPROTO_IP, IP_TOS } = constants
      const received = [0x10, 0x28].map((tos) => {
        sys.setsockopt(fd, IPPROTO_IP, constants.IP_RECVTOS, 1)
        const control = controlMessage(platform, IPPROTO_IP, IP_TOS, int(platform, tos))
        sys.sendmsg(fd, { data: bytes('x'), to: address, control })
        const message = sys.recvmsg(fd, new Uint8Array(4))
        sys.setsockopt(fd, IPPROTO_IP, constants.IP_RECVTOS, 0)
        sys.sendto(fd, bytes('x'), 0, address)
        assert.equal(sys.recvmsg(fd, new Uint8Array(4)).control.length, 0)
        return message
      })
      assert.deepEqual(received.flatMap(trafficClasses), [0x10, 0x28])
    },
  },
]

function trafficClasses({ control }: ReceivedMessage): (number | string)[] {
  return control.map((message) => (message.kind === 'trafficClass' ? message.trafficClass : message.kind))
}
