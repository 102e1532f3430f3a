import { bpf, checkBytes, checkInteger, invalidArgType } from '@sendto/core'

/**
 * Which shard a datagram belongs to:
 *
 * - `'hash'`: the kernel's hash of both addresses and ports. What comes from one address and port stays with one shard.
 * - `'cpu'`: the processor that received it, modulo the number of workers.
 * - a `PayloadRange`: bytes of its payload, such as a connection id, wherever it comes from.
 * - a program of classic BPF that returns the shard's index; where that is no shard's, the kernel's hash decides. Offset 0 is the payload's first byte.
 */
export type Steering = 'hash' | 'cpu' | PayloadRange | { readonly program: bpf.Program }

/**
 * Bytes of the payload, from which the shard follows as `shardOf` says. A datagram that ends before the last of them goes where the kernel's hash says.
 *
 * Datagrams that the kernel has joined (UDP_SEGMENT of the sender on the same machine, UDP_GRO) are steered by the first of them, all together: who sends with
 * several ids from one address and port is not to join them.
 */
export interface PayloadRange {
  /** Where they begin: 0 to 65,506. */
  readonly offset: number
  /** How many they are: 1 to 64. */
  readonly length: number
}

const longest = 65_507
const { assemble, jge, label, ld, ldb, ldh, ldlen, lsh, mod, ret, tax, xor } = bpf

/** No member has this place, so that the kernel takes its hash. */
const nobody = ret(2 ** 32 - 1)

/**
 * The program that steers a group, or null for the kernel's own hash. Refuses what is no `Steering`.
 * @param workers the number of members
 */
export function steeringProgram(argument: string, steer: Steering, workers: number): bpf.Program | null {
  if (steer === 'hash') return null
  if (steer === 'cpu') return assemble([ld('cpu'), mod(workers), ret('a')])
  if (typeof steer !== 'object' || steer === null) {
    throw invalidArgType(argument, "'hash', 'cpu', a range of the payload or a program", steer)
  }
  if ('program' in steer) return bpf.checkProgram(`${argument}.program`, steer.program)
  const { offset, length } = steer
  checkInteger(`${argument}.offset`, offset, 0, longest - 1)
  checkInteger(`${argument}.length`, length, 1, 64)
  return assemble([
    ldlen(),
    jge(offset + length, 'long enough'),
    nobody,
    label('long enough'),
    ...parts(length).flatMap(({ at, size, shift }) => [
      (size === 4 ? ld : size === 2 ? ldh : ldb)(offset + at),
      ...(shift === 0 ? [] : [lsh(shift)]),
      xor('x'),
      tax(),
    ]),
    mod(workers),
    ret('a'),
  ])
}

/**
 * The index of the shard that a `PayloadRange` sends these bytes to: read as words of four bytes in network order, the last of which may be shorter, joined by exclusive or,
 * modulo the number of workers. A single byte below that number is the index itself; random bytes are spread evenly.
 *
 * A server that gives out connection ids makes one of its own shard's with it.
 */
export function shardOf(bytes: Uint8Array, workers: number): number {
  checkBytes('bytes', bytes)
  checkInteger('workers', workers, 1, 2 ** 16 - 1)
  let sum = 0
  for (const { at, size, shift } of parts(bytes.length)) {
    for (let i = 0; i < size; i++) sum ^= (bytes[at + i] as number) << (shift + 8 * (size - 1 - i))
  }
  return (sum >>> 0) % workers
}

/** What can be loaded in one go, and how far it is to be shifted to be where it belongs in its word. */
function parts(length: number): { at: number; size: 4 | 2 | 1; shift: number }[] {
  const whole = length - (length % 4)
  const words = Array.from({ length: whole / 4 }, (_, i) => ({ at: 4 * i, size: 4 as const, shift: 0 }))
  const rest = length % 4
  return [
    ...words,
    ...(rest >= 2 ? [{ at: whole, size: 2 as const, shift: 8 * (rest - 2) }] : []),
    ...(rest % 2 === 1 ? [{ at: length - 1, size: 1 as const, shift: 0 }] : []),
  ]
}
