/** The constants of the host's own operating system; one that it lacks is `undefined`. */
export * from './constants/internet.js'
export * from './constants/message.js'
export * from './constants/socket.js'
