import { CommanderError } from 'commander'
import { NoBackendError, SyscallError } from 'sendto'
import { Failure } from './failure.js'

/**
 * Runs a program. Exit code 2 stands for wrong options, 1 for what the operating system or a peer refused, or no backend; anything else that is thrown is a mistake
 * of ours, and keeps its stack.
 */
export async function run(program: () => void | Promise<void>): Promise<void> {
  try {
    await program()
  } catch (error) {
    // Commander has said it all, and --help is none of the user's mistakes.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    if (!(isSaid(error) || isWrongValue(error))) throw error
    console.error(error.message)
    process.exitCode = isWrongValue(error) ? 2 : 1
  }
}

function isSaid(error: unknown): error is Error {
  return error instanceof SyscallError || error instanceof NoBackendError || error instanceof Failure
}

// The options are checked by now: it is SENDTO_BACKEND.
function isWrongValue(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE'
}
