export type { Calls, ReceivedDatagram } from './calls.js'
export { Host, type RemoteCalls } from './host.js'
export { addresses, createNetwork, type Network, whyNoIPv6, whyNoNetwork } from './network.js'
