// hot-shots.cjs OPTIONS: sends one of each metric in one datagram, to where the options (JSON) of StatsD's constructor say.
const { StatsD } = require('hot-shots')

const client = new StatsD({
  ...JSON.parse(process.argv[2]),
  maxBufferSize: 1400,
  globalTags: { env: 'test' },
  errorHandler: fail,
})
client.increment('hits')
client.increment('hits', 3)
client.increment('hits', 5, { page: 'home' })
client.decrement('hits')
client.gauge('temperature', 21.5)
client.gaugeDelta('temperature', -1.5)
client.timing('request', 12)
client.timing('request', 18)
client.histogram('size', 100)
client.distribution('age', 7)
client.set('users', 'ann')
client.set('users', 'bob')
client.set('users', 'ann')
client.event('a title', 'a text')
client.check('a service', client.CHECKS.OK)
client.close((error) => error && fail(error))

function fail(error) {
  console.error(error)
  process.exitCode = 1
}
