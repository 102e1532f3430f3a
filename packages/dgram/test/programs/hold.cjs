// What another preload, before the drop-in's, holds of it.
globalThis.held = require('node:dgram')
