import { line } from './line.mjs'

/** The names of the backends that load here. Says in one line about each of the others why it does not. */
export async function loadable() {
  const { backendNames, openSyscalls } = await import('../../packages/sendto/dist/index.js')
  const names = process.env.SENDTO_BACKEND ? [process.env.SENDTO_BACKEND] : backendNames
  return names.filter((backend) => {
    try {
      openSyscalls({ backend })
      return true
    } catch (error) {
      // The error of the front door carries that of the backend.
      const [cause] = error.errors ?? [error]
      console.error(line(backend, 'skipped', cause.message.split('\n', 1)[0]))
      return false
    }
  })
}
