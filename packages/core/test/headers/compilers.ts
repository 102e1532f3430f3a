import { spawnSync } from 'node:child_process'

/** A C compiler that understands the options of gcc, and the machine that it compiles for. */
export interface Compiler {
  readonly program: string
  readonly options: readonly string[]
}

export interface Target {
  readonly platform: string
  readonly architecture: string
  /** Commands with their first arguments, the first of which that is found is taken. */
  readonly commands: readonly string[]
}

const host = { platform: process.platform, architecture: process.arch }
const own = process.env.CC ? [process.env.CC] : ['cc', 'gcc', 'clang']

/**
 * This machine, and others whose headers may be here as well. On Debian they come with `g++-aarch64-linux-gnu` and `g++-mingw-w64-x86-64-posix`; zig carries
 * those of macOS, from 0.15 on those of FreeBSD.
 */
export const targets: readonly Target[] = [
  { ...host, commands: own },
  { platform: 'linux', architecture: 'arm64', commands: ['aarch64-linux-gnu-gcc'] },
  { platform: 'linux', architecture: 'x64', commands: ['zig cc -target x86_64-linux-musl'] },
  { platform: 'darwin', architecture: 'x64', commands: ['zig cc -target x86_64-macos'] },
  { platform: 'darwin', architecture: 'arm64', commands: ['zig cc -target aarch64-macos'] },
  { platform: 'freebsd', architecture: 'x64', commands: ['zig cc -target x86_64-freebsd'] },
  { platform: 'freebsd', architecture: 'arm64', commands: ['zig cc -target aarch64-freebsd'] },
  { platform: 'win32', architecture: 'x64', commands: ['x86_64-w64-mingw32-gcc'] },
]

/** undefined where none of the target's compilers is installed. */
export function findCompiler({ commands }: Target): Compiler | undefined {
  for (const command of commands) {
    const [program, ...first] = command.split(' ') as [string, ...string[]]
    const { status, stdout } = spawnSync(program, [...first, '--version'], { encoding: 'utf8' })
    // clang stops after 20 errors.
    if (status === 0) return { program, options: [...first, ...(stdout.includes('clang') ? ['-ferror-limit=0'] : [])] }
  }
  return undefined
}
