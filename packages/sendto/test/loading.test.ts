import { describe, expect, it } from 'vitest'
import { run } from './fixtures/run.js'

const names = ['sendto', '@sendto/core', '@sendto/napi', '@sendto/koffi']

/** The native libraries that the process holds and Node does not come with. */
const libraries = 'process.report.getReport().sharedObjects.filter((file) => /\\.node$/.test(file)).length'

describe.each(names)('%s', (name) => {
  it('can be imported, and opens nothing by that', () => {
    expect(run('module', `import '${name}'; console.log(${libraries})`)).toMatchObject({
      stdout: '0',
      stderr: '',
      status: 0,
    })
  })

  it('can be required, and opens nothing by that', () => {
    expect(run('commonjs', `require('${name}'); console.log(${libraries})`)).toMatchObject({ stdout: '0', status: 0 })
  })
})

describe('the five calls', () => {
  it.each(['module', 'commonjs'] as const)('pick and open a backend when the first is made (%s)', (kind) => {
    const names = '{ socket, close, AF_INET, SOCK_DGRAM, IPPROTO_IP }'
    const load = kind === 'module' ? `import ${names} from 'sendto'` : `const ${names} = require('sendto')`
    const code = `${load}; close(socket(AF_INET, SOCK_DGRAM, IPPROTO_IP)); console.log(${libraries})`
    expect(run(kind, code, { SENDTO_BACKEND: 'koffi' })).toMatchObject({ stdout: '1', status: 0 })
  })

  it('are those of the constants that the host has', () => {
    const code = `import * as s from 'sendto'; import { hostPlatform } from '@sendto/core'
      const { constants } = hostPlatform()
      console.log(Object.keys(constants).filter((name) => s[name] !== constants[name]).join())`
    expect(run('module', code)).toMatchObject({ stdout: '', status: 0 })
  })
})

describe.each(['linux', 'darwin', 'freebsd', 'win32'])('on %s', (platform) => {
  it('the package can be imported, and has the constants of that system', () => {
    const code = `for (const [name, value] of Object.entries({ platform: '${platform}', arch: 'x64' })) {
        Object.defineProperty(process, name, { value })
      }
      const { AF_UNSPEC, AF_INET6, SO_REUSEPORT } = await import('sendto')
      console.log(AF_UNSPEC, AF_INET6, SO_REUSEPORT)`
    const expected = { linux: '0 10 15', darwin: '0 30 512', freebsd: '0 28 512', win32: '0 23 undefined' }[platform]
    expect(run('module', code)).toMatchObject({ stdout: expected, stderr: '', status: 0 })
  })
})
