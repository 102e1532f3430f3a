/** What Node 26 documents of dgram, and the test that covers it where no script of `differential/` does. */
export interface Member {
  readonly name: string
  readonly kind: 'function' | 'option' | 'event' | 'method' | 'channel'
  readonly test?: string
}

const of = (kind: Member['kind'], ...names: string[]): Member[] => names.map((name) => ({ name, kind }))

export const members: readonly Member[] = [
  ...of('function', 'createSocket'),
  ...of('option', 'ipv6Only', 'lookup', 'recvBufferSize', 'reuseAddr'),
  { name: 'receiveBlockList', kind: 'option', test: 'nothing is heard from a blocked address' },
  {
    name: 'sendBlockList',
    kind: 'option',
    test: 'nothing is sent or connected to a blocked address, by every way of sending',
  },
  ...of('option', 'reusePort', 'sendBufferSize', 'signal'),
  ...of('event', 'close', 'connect', 'error', 'listening', 'message'),
  ...of('method', 'addMembership', 'addSourceSpecificMembership', 'address', 'bind'),
  { name: 'bindSync', kind: 'method', test: 'bindSync does what it does there' },
  ...of('method', 'close', 'Symbol.asyncDispose', 'connect'),
  { name: 'connectSync', kind: 'method', test: 'connectSync does what it does there' },
  ...of(
    'method',
    'disconnect',
    'dropMembership',
    'dropSourceSpecificMembership',
    'getRecvBufferSize',
    'getSendBufferSize',
  ),
  ...of(
    'method',
    'getSendQueueSize',
    'getSendQueueCount',
    'ref',
    'remoteAddress',
    'send',
    'setBroadcast',
    'setMulticastInterface',
  ),
  ...of(
    'method',
    'setMulticastLoopback',
    'setMulticastTTL',
    'setRecvBufferSize',
    'setSendBufferSize',
    'setTTL',
    'unref',
  ),
  ...of('channel', 'diagnostics_channel udp.socket'),
]
