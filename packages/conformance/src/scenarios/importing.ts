import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Scenario } from './room.js'

/** Imports the backend and reports which libraries that brought into the process, then whether `require` brings the same backend. */
export const importing: Scenario<[]> = async (room) => {
  const before = new Set(libraries())
  const imported = await room.backend()
  const opened = libraries().filter((library) => !before.has(library))
  room.report(opened)

  const require = createRequire(import.meta.url)
  const required = require(fileURLToPath(room.module)) as { default: unknown }
  room.report(required.default === imported)
}

function libraries(): string[] {
  return (process.report.getReport() as unknown as { sharedObjects: string[] }).sharedObjects
}
