import assert from 'node:assert/strict'
import type { Backend } from '@sendto/core'
import type { Case } from '../case.js'
import type { CaseContext } from '../context.js'
import { fails, refuses } from '../expect.js'

type Variables = Readonly<Record<string, string>>

const own = { LISTEN_PID: `${process.pid}` }

const senseless: readonly (readonly [variable: string, variables: Variables])[] = [
  ...['', ' 1', '-1', '1.5', 'one', '0x1', '2147483648', '1e400'].flatMap((text) => [
    ['LISTEN_PID', { LISTEN_PID: text, LISTEN_FDS: '1' }] as const,
    ['LISTEN_FDS', { ...own, LISTEN_FDS: text }] as const,
  ]),
  ['LISTEN_FDS', { ...own, LISTEN_FDS: '2147483645' }],
  ['LISTEN_FDNAMES', { ...own, LISTEN_FDS: '2', LISTEN_FDNAMES: 'one' }],
  ['LISTEN_FDNAMES', { ...own, LISTEN_FDS: '1', LISTEN_FDNAMES: 'one:two' }],
]

/** Socket activation, sd_listen_fds(3). */
export const listenFdsCases: Case[] = [
  {
    id: 'listenFds/inherited',
    title:
      'listenFds returns the sockets that the process was started with, by number and name, and removes the variables',
    async run({ inheriting, bound }) {
      const sockets = [bound(), bound()]
      const descriptors = sockets.map(({ fd }) => fd)
      const child = inheriting(descriptors, 'listening', 'dns:', 2)
      const { addresses, ...report } = (await child.report()) as Record<string, unknown>
      assert.deepEqual(report, {
        descriptors: [
          { fd: 3, name: 'dns' },
          { fd: 4, name: '' },
        ],
        left: [],
      })
      assert.deepEqual(addresses, JSON.parse(JSON.stringify(sockets.map(({ address }) => address))))
      await child.ended()
    },
  },
  {
    id: 'listenFds/unnamed',
    title: 'listenFds calls a socket unknown where no names were passed, and leaves the variables in place',
    run(context) {
      const { taken, result } = listen(context, { ...own, LISTEN_FDS: '2' }, ({ sys }) => {
        sys.listenFds()
        return sys.listenFds()
      })
      assert.deepEqual(result, [
        { fd: 3, name: 'unknown' },
        { fd: 4, name: 'unknown' },
      ])
      assert.deepEqual(taken, [3, 4, 3, 4])
    },
  },
  {
    id: 'listenFds/none',
    title: 'listenFds returns none, and takes none over, where they are meant for another process, or were not passed',
    run(context) {
      for (const variables of [
        { LISTEN_PID: `${process.pid + 1}`, LISTEN_FDS: '1' },
        { LISTEN_PID: `${process.ppid}`, LISTEN_FDS: '1', LISTEN_FDNAMES: 'a' },
        { LISTEN_FDS: '1' },
        { ...own, LISTEN_FDS: '0' },
        { ...own, LISTEN_FDS: '0', LISTEN_FDNAMES: '' },
        own,
        {},
      ]) {
        const { taken, result } = listen(context, variables, ({ sys }) => sys.listenFds({ unset: true }))
        assert.deepEqual([result, taken], [[], []])
      }
    },
  },
  {
    id: 'listenFds/senseless',
    title: 'listenFds refuses variables that make no sense by their names, and takes nothing over',
    run(context) {
      for (const [variable, variables] of senseless) {
        const { taken } = listen(context, variables, ({ sys }) =>
          refuses('ERR_INVALID_ARG_VALUE', variable, () => sys.listenFds()),
        )
        assert.deepEqual(taken, [])
      }
    },
  },
  {
    id: 'listenFds/not-open',
    title: 'listenFds fails with EBADF where the environment promises a descriptor that is not open',
    run(context) {
      const { EBADF = 0 } = context.backend.platform.errno
      const adopt = (fd: number) => (fd === 4 ? -EBADF : 0)
      listen(
        context,
        { ...own, LISTEN_FDS: '2147483644' },
        ({ sys }) => fails('EBADF', 'adopt', () => sys.listenFds()),
        adopt,
      )
    },
  },
]

/** Calls with these variables set and no others, on a backend that takes over the descriptors of the test in appearance only. */
function listen<T>(
  { altered }: CaseContext,
  variables: Variables,
  call: (context: Pick<CaseContext, 'sys'>) => T,
  adopt: Backend['adopt'] = () => 0,
): { readonly taken: readonly number[]; readonly result: T } {
  const taken: number[] = []
  const sys = altered({
    adopt(fd) {
      taken.push(fd)
      return adopt(fd)
    },
  })
  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES } = process.env
  const before = { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES }
  try {
    set({ ...none, ...variables })
    return { result: call({ sys }), taken }
  } finally {
    set(before)
  }
}

const none = { LISTEN_PID: undefined, LISTEN_FDS: undefined, LISTEN_FDNAMES: undefined }

function set(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
