// node ../../scripts/join.mjs ENTRY...: joins the modules of a package's `src` into one for each entry, in `dist`, and one for what these share.
// An import costs by the file: Node takes four times as long to look for, open and link some 200 as it does for a few.
// Nothing is left out or renamed beyond what has to be, and the source maps lead to `src`.

import { basename, isAbsolute } from 'node:path'
import { rolldown } from 'rolldown'

const entries = process.argv.slice(2)
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), `src/${entry}`])),
  external: (id, importer) => importer !== undefined && !id.startsWith('.') && !isAbsolute(id),
  platform: 'node',
  treeshake: false,
  onwarn({ message }) {
    throw new Error(message)
  },
})
await bundle.write({
  dir: 'dist',
  cleanDir: true,
  chunkFileNames: '[name].js',
  minifyInternalExports: false,
  sourcemap: true,
  // They lie in `src`, which is published too.
  sourcemapExcludeSources: true,
})
await bundle.close()
