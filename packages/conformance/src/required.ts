import type { Backend } from '@sendto/core'

/** Whether SENDTO_REQUIRE, names with commas between them, says that this backend must load here. */
export function isRequired({ name }: Backend): boolean {
  const names = process.env.SENDTO_REQUIRE?.split(',') ?? []
  return names.some((each) => each.trim() === name)
}
