import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSyscalls } from '@sendto/core'
import { afterAll, describe, expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { run } from './programs.js'

const folder = mkdtempSync(join(tmpdir(), 'sendto-socket-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeEach('the life of a socket', (backend) => {
  const open = (options = {}) => DatagramSocket.bind('127.0.0.1:0', { backend, ...options })

  it('ends with its scope', () => {
    let outside: DatagramSocket
    {
      using socket = open()
      outside = socket
      expect(socket.fd).toBeGreaterThanOrEqual(0)
    }
    expect(outside.closed).toBe(true)
    expect(outside.fd).toBe(-1)
  })

  it('ends with a signal, which it lets go of when it is closed before', () => {
    const controller = new AbortController()
    const [first, second] = [open({ signal: controller.signal }), open({ signal: controller.signal })]
    second.close()
    controller.abort()
    expect([first.closed, second.closed]).toEqual([true, true])
    expect(() => open({ signal: controller.signal })).toThrow(controller.signal.reason)
  })

  it('ends for who waits: receive is rejected, an iterator is done', async () => {
    const [one, other] = [open(), open()]
    const receive = one.receive()
    const next = other[Symbol.asyncIterator]().next()
    one.close()
    other.close()
    await expect(receive).rejects.toMatchObject({ code: 'ECANCELED', syscall: 'receive' })
    await expect(next).resolves.toEqual({ done: true, value: undefined })
  })

  it('may end inside a handler, which is not called again', async () => {
    const receiver = open({ datagramsPerTurn: 1000 })
    using sender = open()
    const to = receiver.localAddress
    for (let i = 0; i < 200; i++) sender.trySend(new Uint8Array(1), to)
    let calls = 0
    await new Promise<void>((resolve) => {
      receiver.on('close', resolve)
      receiver.onBatch = (batch) => {
        calls++
        receiver.close()
        expect(batch.data(0)).toHaveLength(1)
      }
    })
    expect(calls).toBe(1)
  })

  it('takes the path of a Unix socket along, if the socket has made it', () => {
    const path = join(folder, `${backend.name}-made`)
    const socket = DatagramSocket.bind(`unix:${path}`, { backend })
    expect(existsSync(path)).toBe(true)
    expect(() => DatagramSocket.bind(`unix:${path}`, { backend })).toThrow('EADDRINUSE')
    expect(existsSync(path)).toBe(true)
    socket.close()
    expect(existsSync(path)).toBe(false)
  })

  it('leaves a path alone that something else has made', () => {
    const path = join(folder, `${backend.name}-other`)
    writeFileSync(path, '')
    expect(() => DatagramSocket.bind({ path }, { backend })).toThrow('EADDRINUSE')
    expect(existsSync(path)).toBe(true)
  })

  it('may share its port from the start, also one that the kernel has chosen', () => {
    using first = open({ reusePort: true })
    using second = DatagramSocket.bind(first.localAddress, { backend, reusePort: true })
    expect(second.localAddress).toEqual(first.localAddress)
    expect(() => DatagramSocket.bind(first.localAddress, { backend })).toThrow('EADDRINUSE')
  })

  it('begins with a descriptor that something else has opened, and changes only what it is asked to', () => {
    const sys = createSyscalls(backend)
    const { AF_INET, SOCK_DGRAM } = backend.platform.constants
    const fd = sys.socket(AF_INET, SOCK_DGRAM)
    sys.bind(fd, { address: '127.0.0.1', port: 0 })
    using socket = DatagramSocket.adopt(fd, { backend, options: { IP_TTL: 9 } })
    expect(socket.fd).toBe(fd)
    expect(socket.getOption('IP_TTL')).toBe(9)
    if (backend.capabilities.receiveOffload) expect(socket.getOption('UDP_GRO')).toBe(false)
  })

  it('leaves no descriptor where its creation fails', async () => {
    const { code, stdout, stderr } = await run(
      backend.name,
      `import { openSync, readdirSync } from 'node:fs'
       const sys = createSyscalls(backend), { AF_UNIX } = backend.platform.constants
       const file = openSync('/dev/null'), stream = sys.socket(AF_UNIX, 1)
       const count = () => readdirSync('/proc/self/fd').length
       const taken = open()
       const before = count()
       const attempt = (make) => { try { make() } catch (error) { return error.code } }
       const codes = [
         attempt(() => DatagramSocket.bind(taken.localAddress, { backend })),
         attempt(() => DatagramSocket.bind('192.0.2.1:5', { backend })),
         attempt(() => open({ options: { SO_RCVBUF: -1n } })),
         attempt(() => open({ options: { IP_TTL: 300 } })),
         attempt(() => DatagramSocket.connect('unix:/nowhere/at/all', { backend })),
         attempt(() => DatagramSocket.connect('127.0.0.1:9', { backend, localAddress: '192.0.2.1:5' })),
         attempt(() => DatagramSocket.adopt(file, { backend })),
         attempt(() => DatagramSocket.adopt(stream, { backend })),
       ]
       console.log(codes.join(), count() - before)
       taken.close()`,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim()).toMatch(
      /^EADDRINUSE,EADDRNOTAVAIL,ERR_\w+,(EINVAL|ERR_\w+),ENOENT,EADDRNOTAVAIL,ENOTSOCK,EPROTOTYPE 0$/,
    )
  })
})

describe.each(['napi', 'koffi'])('a program over %s', (backend) => {
  it('lets go of its descriptor where the constructor of a subclass throws', async () => {
    const { stdout, stderr } = await run(
      backend,
      `
        import { setImmediate } from 'node:timers/promises'
        const sys = createSyscalls(backend)
        const { AF_INET, SOCK_DGRAM } = backend.platform.constants
        const controller = new AbortController()
        let number
        class Failing extends DatagramSocket {
          constructor(...args) {
            super(...args)
            number = args[1]
            this.onBatch = () => {}
            open({}).close()
            if (args[3].datagramsPerTurn === 1) this.close()
            throw new Error('no')
          }
        }
        const tell = (make) => {
          try {
            make()
          } catch ({ message }) {
            console.log(message)
          }
        }
        const { signal } = controller
        const adopted = sys.socket(AF_INET, SOCK_DGRAM, 0)
        tell(() => Failing.bind('127.0.0.1:0', { backend, signal }))
        tell(() => Failing.bind('127.0.0.1:0', { backend, signal, datagramsPerTurn: 1 }))
        const successor = sys.socket(AF_INET, SOCK_DGRAM, 0)
        console.log(successor === number)
        tell(() => Failing.adopt(adopted, { backend, signal }))
        controller.abort()
        for (let i = 0; i < 5; i++) {
          gc()
          await setImmediate()
        }
        console.log(sys.getOption(successor, 'SO_TYPE'), sys.getOption(adopted, 'SO_TYPE'))
      `,
      ['--expose-gc'],
    )
    expect(stdout.split('\n'), stderr).toEqual(['no', 'no', 'true', 'no', '2 2', ''])
    expect(stderr).toBe('')
  })

  it('ends by itself once nobody waits, and goes on while somebody does', async () => {
    const idle = await run(backend, 'globalThis.socket = open(); console.log("done")')
    expect(idle).toEqual({ code: 0, stdout: 'done\n', stderr: '' })
    const receiving = await run(
      backend,
      `const socket = open(), sender = open()
       socket.onBatch = (batch) => { console.log(batch.count); socket.close() }
       setImmediate(() => sender.trySend(new Uint8Array(1), socket.localAddress))`,
    )
    expect(receiving).toEqual({ code: 0, stdout: '1\n', stderr: '' })
    const unreferenced = await run(backend, 'open().unref().onBatch = () => {}; console.log("done")')
    expect(unreferenced).toEqual({ code: 0, stdout: 'done\n', stderr: '' })
  })

  it('is told of a socket that became garbage, which is closed; one that receives is no garbage', async () => {
    const { code, stdout, stderr } = await run(
      backend,
      `import { fstatSync } from 'node:fs'
       const isOpen = (fd) => { try { fstatSync(fd); return true } catch { return false } }
       let waited = open()
       const kept = waited.fd
       waited.onBatch = () => {}
       waited.unref()
       waited = null
       let lost = []
       const make = () => { const socket = open(); void socket.receive({ timeout: 0 }).catch(() => {}); return socket.fd }
       for (let i = 0; i < 5; i++) lost.push(make())
       const warnings = []
       process.on('warning', ({ code }) => warnings.push(code))
       while (lost.some(isOpen)) {
         globalThis.gc()
         await new Promise((resolve) => setTimeout(resolve, 1))
       }
       await new Promise((resolve) => setImmediate(resolve))
       console.log(isOpen(kept), warnings.join())`,
      ['--expose-gc', '--no-warnings'],
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`true ${new Array(5).fill('SENDTO_SOCKET_COLLECTED').join()}\n`)
  })

  it('loses the sockets of a worker with the worker, in the middle of traffic', async () => {
    const { code, stdout, stderr } = await run(
      backend,
      `import { readdirSync, readlinkSync } from 'node:fs'
       import { once } from 'node:events'
       import { Worker } from 'node:worker_threads'
       const sockets = () => readdirSync('/proc/self/fd').filter((fd) => {
         try { return readlinkSync('/proc/self/fd/' + fd).startsWith('socket:') } catch { return false }
       }).length
       const code = \`
         import { DatagramSocket } from '@sendto/socket'
         import backend from '@sendto/${backend}'
         import { parentPort } from 'node:worker_threads'
         const socket = DatagramSocket.bind('127.0.0.1:0', { backend })
         const others = Array.from({ length: 10 }, () => DatagramSocket.bind('127.0.0.1:0', { backend }))
         socket.onBatch = () => parentPort.postMessage('came')
         parentPort.postMessage(socket.localAddress.port)\`
       const before = sockets()
       const worker = new Worker(code, { eval: true })
       const [port] = await once(worker, 'message')
       const sender = open()
       const flood = setInterval(() => { for (let i = 0; i < 64; i++) sender.trySend(new Uint8Array(9), { address: '127.0.0.1', port }) }, 0)
       await once(worker, 'message')
       await worker.terminate()
       clearInterval(flood)
       sender.close()
       console.log(sockets() - before)`,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe('0\n')
  })
})
