// net-snmp.cjs PORT VERSION: asks an agent for its name, goes through its system group, and sets a value, which it refuses.
const snmp = require('net-snmp')

const [port, version] = process.argv.slice(2)
const session = snmp.createSession('127.0.0.1', 'public', { port: Number(port), version: snmp[`Version${version}`] })
const name = '1.3.6.1.2.1.1.5.0'

void run()

async function run() {
  console.log((await call('get', [name])).map(({ value }) => String(value)).join())
  const walked = []
  await call('subtree', '1.3.6.1.2.1.1', 20, (varbinds) => void walked.push(...varbinds))
  console.log(walked.map(({ value }) => String(value)).includes('a test'))
  const refusal = await call('set', [{ oid: name, type: snmp.ObjectType.OctetString, value: 'other' }]).catch((e) => e)
  console.log(refusal.name)
  session.close()
}

function call(method, ...args) {
  return new Promise((resolve, reject) => {
    session[method](...args, (error, result) => (error ? reject(error) : resolve(result)))
  })
}
