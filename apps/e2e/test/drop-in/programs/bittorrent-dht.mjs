// Five nodes, each of which knows of the first: one announces that it has something, another finds it; one puts a value, another gets it.
import { once } from 'node:events'
import DHT from 'bittorrent-dht'

const nodes = []
for (let i = 0; i < 5; i++) {
  const bootstrap = i === 0 ? false : [`127.0.0.1:${nodes[0].address().port}`]
  const node = new DHT({ bootstrap, host: '127.0.0.1' })
  const begun = Promise.all([once(node, 'listening'), once(node, 'ready')])
  node.listen(0, '127.0.0.1')
  await begun
  nodes.push(node)
}
const [, announcer, seeker, putter, getter] = nodes
const call = (node, method, ...args) =>
  new Promise((resolve, reject) => {
    node[method](...args, (error, result) => (error ? reject(error) : resolve(result)))
  })

const infoHash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
await call(announcer, 'announce', infoHash, 4711)
const found = once(seeker, 'peer')
seeker.lookup(infoHash)
const [peer] = await found
console.log(`${peer.host}:${peer.port}`)

const hash = await call(putter, 'put', { v: 'a value' })
const { v } = await call(getter, 'get', hash)
console.log(String(v))
for (const node of nodes) await call(node, 'destroy')
