export { createSocket, UnixSocket as Socket } from '@sendto/dgram'
