import type { Backend } from '@sendto/core'
import koffi from '@sendto/koffi'
import { describe, expect, it } from 'vitest'
import { openSyscalls } from '../src/index.js'
import { run } from './fixtures/run.js'

/** What the five calls run on, under an environment. */
function picked(env: Record<string, string>, option = '') {
  return run('module', `import { openSyscalls } from 'sendto'; console.log(openSyscalls(${option}).backend.name)`, env)
}

/** The message that picking ends with. */
function refusal(env: Record<string, string>, option = '') {
  const code = `import { openSyscalls } from 'sendto'
    try { openSyscalls(${option}); console.log('accepted') } catch ({ name, code, message }) { console.log([name, code, message].join('|')) }`
  return run('module', code, env).stdout
}

describe('the backend', () => {
  it('is the one that SENDTO_BACKEND names', () => {
    expect(picked({ SENDTO_BACKEND: 'koffi' }).stdout).toBe('koffi')
  })

  it('is the one that the option names, whatever SENDTO_BACKEND says', () => {
    expect(picked({ SENDTO_BACKEND: 'nonsense' }, "{ backend: 'koffi' }").stdout).toBe('koffi')
  })

  it('is the next that loads where the first does not', () => {
    expect(picked({ WITHOUT: '@sendto/napi' }).stdout).toBe('koffi')
    expect(picked({ WITHOUT: '@sendto/napi', SENDTO_BACKEND: '' }).stdout).toBe('koffi')
  })

  it('can be handed over itself', () => {
    const own: Backend = Object.create(koffi, { name: { value: 'own' } })
    expect(openSyscalls({ backend: own }).backend).toBe(own)
  })

  it('that has no such name is refused with the names there are', () => {
    expect(refusal({ SENDTO_BACKEND: 'nap' })).toBe(
      'TypeError|ERR_INVALID_ARG_VALUE|The argument "SENDTO_BACKEND" must be one of napi, koffi. Received "nap"',
    )
    expect(refusal({}, "{ backend: 'x' }")).toContain('The argument "backend" must be one of napi, koffi. Received "x"')
    expect(refusal({}, '{ backend: null }')).toContain(
      'The argument "backend" must be one of napi, koffi. Received null',
    )
  })

  it('that was asked for is not replaced by another', () => {
    expect(refusal({ SENDTO_BACKEND: 'koffi', WITHOUT: 'koffi' })).toBe(
      "NoBackendError|ERR_NO_BACKEND|no backend could be loaded\n  koffi: Cannot find module 'koffi'",
    )
  })

  it('is missing with the cause for each candidate where none loads', () => {
    expect(refusal({ WITHOUT: '@sendto/napi,koffi' })).toBe(
      'NoBackendError|ERR_NO_BACKEND|no backend could be loaded\n' +
        "  napi: Cannot find module '@sendto/napi'\n  koffi: Cannot find module 'koffi'",
    )
  })
})
