import { spawnSync } from 'node:child_process'

/** A C compiler that understands the options of gcc, and the machine that it compiles for. */
export interface Compiler {
  readonly command: readonly string[]
  readonly options: readonly string[]
}

export interface Target {
  readonly platform: string
  readonly architecture: string
  readonly command: readonly string[]
}

const host = { platform: process.platform, architecture: process.arch }

/**
 * This machine, and others whose headers may be here as well. On Debian they come with `g++-aarch64-linux-gnu` and `g++-mingw-w64-x86-64-posix`; zig carries
 * those of macOS, from 0.15 on those of FreeBSD.
 */
export const targets: readonly Target[] = [
  { ...host, command: [process.env.CC || 'cc'] },
  { platform: 'linux', architecture: 'arm64', command: ['aarch64-linux-gnu-gcc'] },
  { platform: 'linux', architecture: 'x64', command: ['zig', 'cc', '-target', 'x86_64-linux-musl'] },
  { platform: 'darwin', architecture: 'x64', command: ['zig', 'cc', '-target', 'x86_64-macos'] },
  { platform: 'darwin', architecture: 'arm64', command: ['zig', 'cc', '-target', 'aarch64-macos'] },
  { platform: 'freebsd', architecture: 'x64', command: ['zig', 'cc', '-target', 'x86_64-freebsd'] },
  { platform: 'freebsd', architecture: 'arm64', command: ['zig', 'cc', '-target', 'aarch64-freebsd'] },
  { platform: 'win32', architecture: 'x64', command: ['x86_64-w64-mingw32-gcc'] },
]

/** undefined where the compiler is not installed. */
export function findCompiler({ command }: Target): Compiler | undefined {
  const [program, ...first] = command as [string, ...string[]]
  const { status, stdout } = spawnSync(program, [...first, '--version'], { encoding: 'utf8' })
  if (status !== 0) return undefined
  // clang stops after 20 errors.
  return { command, options: stdout.includes('clang') ? ['-ferror-limit=0'] : [] }
}
