// Preloaded into a program: the packages that MISSING names, with commas between them, are not there.
const Module = require('node:module')

const missing = process.env.MISSING.split(',')
const load = Module._load

Module._load = function (name, ...others) {
  if (missing.includes(name)) throw new Error(`${name} is missing`)
  return load.call(this, name, ...others)
}
