import { CommanderError } from 'commander'
import { NoBackendError, SyscallError } from 'sendto'

/**
 * Runs a program. Exit code 2 stands for wrong options, 1 for what the operating system refused, or no backend; anything else that is thrown is a mistake
 * of ours, and keeps its stack.
 */
export function run(program: () => void): void {
  try {
    program()
  } catch (error) {
    // Commander has said it all, and --help is none of the user's mistakes.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    if (!(error instanceof SyscallError || error instanceof NoBackendError || isWrongValue(error))) throw error
    console.error(error.message)
    process.exitCode = isWrongValue(error) ? 2 : 1
  }
}

// The options are checked by now: it is SENDTO_BACKEND.
function isWrongValue(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE'
}
