export { type SharedOptions, sharedCommand } from './command.js'
export { printable } from './printable.js'
export { run } from './run.js'
export { address, integer, seconds, toAddress } from './values.js'
