// Has whoever requires `unix-dgram` find `@sendto/unix-dgram`, as an override of npm does.
const Module = require('node:module')

const resolve = Module._resolveFilename
Module._resolveFilename = (name, ...rest) =>
  name === 'unix-dgram' ? require.resolve('@sendto/unix-dgram') : resolve(name, ...rest)
