import assert from 'node:assert/strict'
import type { OptionInput, OptionValue, ReadableOption, WritableOption } from '@sendto/core'
import type { Case } from '../../case.js'
import type { CaseContext } from '../../context.js'
import type { Fact } from '../../facts.js'

type Both = ReadableOption & WritableOption

/** An option, a value that no fresh socket has, and what it reads as where that differs. */
type Sample = { [Name in Both]: readonly [name: Name, input: OptionInput<Name>, read?: OptionValue<Name>] }[Both]

interface Group {
  readonly title: string
  readonly needs?: readonly Fact[]
  readonly open: (context: CaseContext) => number
  readonly samples: readonly Sample[]
}

const groups: Record<string, Group> = {
  socket: {
    title: 'SOL_SOCKET',
    open: ({ open }) => open(),
    samples: [
      ['SO_REUSEADDR', true],
      ['SO_REUSEPORT', true],
      ['SO_BROADCAST', true],
      ['SO_DONTROUTE', true],
      ['SO_LINGER', 5],
      ['SO_RCVTIMEO', 2000],
      ['SO_SNDTIMEO', 3000],
      ['SO_PRIORITY', 5],
      ['SO_NO_CHECK', true],
      ['SO_TIMESTAMP', true],
      ['SO_TIMESTAMPNS', true],
      ['SO_RXQ_OVFL', true],
      ['SO_SELECT_ERR_QUEUE', true],
      ['SO_INCOMING_CPU', 0],
      ['SO_MAX_PACING_RATE', 12_345_678n],
      ['SO_MAX_PACING_RATE', 87_654_321, 87_654_321n],
      ['SO_ZEROCOPY', true],
    ],
  },
  ipv4: {
    title: 'IPPROTO_IP',
    open: ({ open }) => open(),
    samples: [
      ['IP_TTL', 37],
      ['IP_TOS', 0xb8],
      ['IP_MINTTL', 3],
      ['IP_RECVERR', true],
      ['IP_PKTINFO', true],
      ['IP_RECVTOS', true],
      ['IP_RECVTTL', true],
      ['IP_RECVORIGDSTADDR', true],
      ['IP_RECVFRAGSIZE', true],
      ['IP_RECVOPTS', true],
      ['IP_CHECKSUM', true],
      ['IP_UNICAST_IF', 1],
      ['IP_FREEBIND', true],
      ['IP_BIND_ADDRESS_NO_PORT', true],
      ['IP_MULTICAST_TTL', 7],
      ['IP_MULTICAST_LOOP', false],
      ['IP_MULTICAST_ALL', false],
      ['IP_MULTICAST_IF', '127.0.0.1'],
    ],
  },
  ipv6: {
    title: 'IPPROTO_IPV6',
    needs: ['ipv6'],
    open: ({ open }) => open('IPv6'),
    samples: [
      ['IPV6_V6ONLY', true],
      ['IPV6_UNICAST_HOPS', 37],
      ['IPV6_TCLASS', 0xb8],
      ['IPV6_MINHOPCOUNT', 3],
      ['IPV6_DONTFRAG', true],
      ['IPV6_RECVERR', true],
      ['IPV6_RECVPKTINFO', true],
      ['IPV6_RECVTCLASS', true],
      ['IPV6_RECVHOPLIMIT', true],
      ['IPV6_RECVORIGDSTADDR', true],
      ['IPV6_RECVFRAGSIZE', true],
      ['IPV6_RECVPATHMTU', true],
      ['IPV6_FLOWINFO_SEND', true],
      ['IPV6_FLOWINFO', true],
      ['IPV6_RECVHOPOPTS', true],
      ['IPV6_RECVDSTOPTS', true],
      ['IPV6_RECVRTHDR', true],
      ['IPV6_UNICAST_IF', 1],
      ['IPV6_FREEBIND', true],
      ['IPV6_MULTICAST_HOPS', 7],
      ['IPV6_MULTICAST_LOOP', false],
      ['IPV6_MULTICAST_ALL', false],
    ],
  },
  udp: {
    title: 'IPPROTO_UDP',
    open: ({ open }) => open(),
    samples: [
      ['UDP_SEGMENT', 1200],
      ['UDP_GRO', true],
      // UDP_ENCAP_L2TPINUDP
      ['UDP_ENCAP', 3],
      ['UDP_NO_CHECK6_TX', true],
      ['UDP_NO_CHECK6_RX', true],
    ],
  },
  unix: {
    title: 'Unix sockets',
    open: ({ sys, constants }) => sys.socket(constants.AF_UNIX, constants.SOCK_DGRAM),
    samples: [
      ['SO_PASSCRED', true],
      ['SO_PASSSEC', true],
      ['SO_PEEK_OFF', 3],
    ],
  },
  administration: {
    title: 'sockets that an administrator may set',
    needs: ['networkAdministration'],
    open: ({ open }) => open(),
    samples: [
      ['SO_MARK', 0xfeedbeef],
      ['SO_DEBUG', true],
      ['IP_TRANSPARENT', true],
      ['SO_BUSY_POLL', 50],
      ['SO_PREFER_BUSY_POLL', true],
      ['SO_PRIORITY', 7],
      ['SO_TXTIME', { clockid: 1, flags: 2 }],
    ],
  },
}

/** Every option that can be read and set, of which a fresh socket has another value. */
export const optionValueCases: Case[] = Object.entries(groups).map(([name, { title, needs = [], open, samples }]) => ({
  id: `setOption/values-${name}`,
  title: `setOption sets options of ${title}, which getOption reads back, and no other option changes by it`,
  needs,
  platforms: ['linux'],
  run(context) {
    const { sys, backend } = context
    const fresh = open(context)
    for (const [option, input, read = input] of samples) {
      if (option === 'UDP_GRO' && !backend.capabilities.receiveOffload) continue
      const fd = open(context)
      const before = sys.getOption(fd, option)
      assert.notDeepEqual(before, read, `a fresh socket has ${option} at ${read}`)
      sys.setOption(fd, option, input as never)
      assert.deepEqual(sys.getOption(fd, option), read, option)
      for (const [other] of samples) {
        if (other !== option)
          assert.deepEqual(sys.getOption(fd, other), sys.getOption(fresh, other), `${other} by ${option}`)
      }
      sys.setOption(fd, option, before as never)
      assert.deepEqual(sys.getOption(fd, option), before, `${option} set back`)
      sys.close(fd)
    }
  },
}))
