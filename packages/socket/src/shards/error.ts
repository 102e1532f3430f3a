import type { SyscallError } from '@sendto/core'

/** A shard's worker died more often in a row than `RestartPolicy.limit` allows, or failed while it was closed. `cause` is what it died of last. */
export class ShardError extends Error {
  readonly code = 'ERR_SHARD_FAILED'
  /** Which shard. */
  readonly index: number

  constructor(index: number, what: string, cause: unknown) {
    super(`shard ${index} ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.index = index
  }

  static {
    ShardError.prototype.name = 'ShardError'
  }
}

/** Whether it is what those hear who use a socket while it is closed. */
export function isOfClosing(error: unknown): boolean {
  const { name, code } = Object(error) as Partial<SyscallError>
  return name === 'AbortError' || code === 'ECANCELED' || code === 'EBADF'
}
