const turbo = 'node_modules/turbo/bin/turbo'
const biome = 'node_modules/@biomejs/biome/bin/biome'

/**
 * What can be run. `needs` names preparations, in order. `steps` are Node programs below the root with their arguments,
 * the last of which gets those of the command line; without steps the last preparation gets them.
 *
 * Tools are called by file and not by name: the launchers in `.bin` need a shell on Windows.
 */
export const commands = {
  start: { needs: ['install', 'build'], steps: [['scripts/start.mjs']] },
  server: { needs: ['install', 'build'], steps: [['apps/server/dist/main.js']] },
  client: { needs: ['install', 'build'], steps: [['apps/client/dist/main.js']] },
  dns: { needs: ['install', 'build'], steps: [['apps/dns/dist/main.js']] },
  ntp: { needs: ['install', 'build'], steps: [['apps/ntp/dist/main.js']] },
  ping: { needs: ['install', 'build'], steps: [['apps/ping/dist/main.js']] },
  statsd: { needs: ['install', 'build'], steps: [['apps/statsd/dist/main.js']] },
  bench: { needs: ['install', 'build'], steps: [['apps/bench/dist/bench.js']] },
  'bench:report': { needs: ['install', 'build'], steps: [['apps/bench/dist/report.js']] },
  'bench:profile': { needs: ['install', 'build'], steps: [['apps/bench/dist/profile.js']] },
  'bench:calls': { needs: ['install', 'build'], steps: [['apps/bench/dist/calls.js']] },
  'bench:batches': { needs: ['install', 'build'], steps: [['apps/bench/dist/batches.js']] },
  'bench:socket': { needs: ['install', 'build'], steps: [['apps/bench/dist/socket.js']] },
  'bench:joined': { needs: ['install', 'build'], steps: [['apps/bench/dist/joined.js']] },
  'bench:binding': { needs: ['install', 'build'], steps: [['apps/bench/dist/binding.js']] },
  matrix: { needs: ['install', 'build'], steps: [['apps/matrix/dist/main.js']] },
  'dgram:node-tests': { needs: ['install', 'build'], steps: [['apps/node-tests/dist/main.js']] },
  test: { needs: ['install', 'build'], steps: [['node_modules/vitest/vitest.mjs', 'run']] },
  build: { needs: ['install', 'rebuild'], steps: [] },
  check: {
    needs: ['install', 'build', 'findPnpm'],
    steps: [
      ['node_modules/typescript/bin/tsc', '-p', '.'],
      [turbo, 'run', 'typecheck'],
      [biome, 'check', '.'],
    ],
  },
  format: { needs: ['install'], steps: [[biome, 'check', '--write', '.']] },
  changeset: { needs: ['install'], steps: [['node_modules/@changesets/cli/bin.js']] },
  pnpm: { needs: ['pnpm'], steps: [] },
}
