import { createSocket as create, UnixSocket } from '@sendto/dgram'

// Said to be types of an ES module, for compilers whose settings know of no `require` of one.
type Dgram = typeof import('@sendto/dgram', { with: { 'resolution-mode': 'import' }})

export const createSocket: Dgram['createSocket'] = create
export const Socket: Dgram['UnixSocket'] = UnixSocket
export type Socket = InstanceType<Dgram['UnixSocket']>
