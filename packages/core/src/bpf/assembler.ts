import { invalidArgType, invalidArgValue, outOfRange } from '../argument-errors.js'
import { checkObject, checkString } from '../validate.js'
import { ancillaries, classes, jumps, modes, operations, sizes, sources, transfers } from './codes.js'
import { checkProgram, type Instruction, type Program } from './program.js'

/** A jump whose targets are labels; where one is missing, the program goes on with the next instruction. */
export interface Jump {
  readonly code: number
  readonly k: number
  readonly ifTrue: string | undefined
  readonly ifFalse: string | undefined
}

/** The place of the instruction behind it. */
export interface Label {
  readonly label: string
}

export type Step = Instruction | Jump | Label

/** Where packet data is loaded from: an offset in bytes, `{ x: offset }` for X + offset, or something that the kernel knows besides. */
export type Source = number | { readonly x: number } | Ancillary

/** The protocol, the interface, the mark, the queue, the flow's hash, the processor, a random number. */
export type Ancillary =
  | 'protocol'
  | 'pkttype'
  | 'ifindex'
  | 'mark'
  | 'queue'
  | 'rxhash'
  | 'cpu'
  | 'payOffset'
  | 'random'

/**
 * Turns labels into distances, and refuses what the kernel would refuse.
 *
 * ```ts
 * assemble([ld('cpu'), mod(4), ret('a')])
 * assemble([ldb(0), jeq(0x16, 'keep'), ret(0), label('keep'), ret(0xffff)])
 * ```
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: no such label, or two of one name; a jump backwards, or over more than 255
 * instructions; and whatever else makes no program
 * @throws RangeError `ERR_OUT_OF_RANGE`: a constant
 */
export function assemble(steps: readonly Step[]): Program {
  if (!Array.isArray(steps)) throw invalidArgType('steps', 'an array of instructions', steps)
  const places = new Map<string, number>()
  const instructions: (Instruction | Jump)[] = []
  for (const [index, step] of Array.from<Step>(steps).entries()) {
    checkObject(`steps[${index}]`, step)
    if (!('label' in step)) instructions.push(step)
    else if (places.has(step.label)) throw invalidArgValue(`steps[${index}].label`, 'must not come twice', step.label)
    else places.set(step.label, instructions.length)
  }
  const program = instructions.map((step, at): Instruction => {
    if (!('ifTrue' in step)) return step
    const distance = (label: string | undefined) => (label === undefined ? 0 : distanceTo(places, label, at))
    const jt = distance(step.ifTrue)
    // The only jump without a condition has its distance in k, which is wider.
    if (step.code === always) return { code: step.code, jt: 0, jf: 0, k: jt }
    return { code: step.code, jt, jf: distance(step.ifFalse), k: step.k }
  })
  return checkProgram('steps', program)
}

function distanceTo(places: ReadonlyMap<string, number>, label: string, from: number): number {
  const place = places.get(label)
  if (place === undefined) throw invalidArgValue('label', 'must be the label of a step', label)
  if (place <= from) throw invalidArgValue('label', 'must not be jumped back to', label)
  return place - from - 1
}

export function label(name: string): Label {
  checkString('name', name)
  return { label: name }
}

function instruction(code: number, k = 0): Instruction {
  return { code, jt: 0, jf: 0, k: word(k) }
}

// As in C, -1 stands for 2^32 - 1.
function word(k: unknown): number {
  if (typeof k !== 'number') throw invalidArgType('k', 'an integer', k)
  if (!Number.isInteger(k) || k < -(2 ** 31) || k >= 2 ** 32) {
    throw outOfRange('k', 'an integer from -2147483648 to 4294967295', k)
  }
  return k >>> 0
}

function load(size: number, source: Source): Instruction {
  if (typeof source === 'string') {
    if (!Object.hasOwn(ancillaries, source)) throw invalidArgValue('source', 'must be an ancillary that exists', source)
    return instruction(classes.ld | size | modes.abs, ancillaries[source])
  }
  if (typeof source === 'object' && source !== null) return instruction(classes.ld | size | modes.ind, source.x)
  return instruction(classes.ld | size | modes.abs, source)
}

/** A = four bytes of the packet, in network order. */
export const ld = (source: Source): Instruction => load(sizes.w, source)
/** A = two bytes of the packet, in network order. */
export const ldh = (source: Source): Instruction => load(sizes.h, source)
/** A = a byte of the packet. */
export const ldb = (source: Source): Instruction => load(sizes.b, source)
/** A = k */
export const ldi = (k: number): Instruction => instruction(classes.ld | modes.imm, k)
/** A = the packet's length */
export const ldlen = (): Instruction => instruction(classes.ld | modes.len)
/** X = k */
export const ldxi = (k: number): Instruction => instruction(classes.ldx | modes.imm, k)
/** X = the packet's length */
export const ldxlen = (): Instruction => instruction(classes.ldx | modes.len)
/** X = 4 * (the packet's byte at `offset` & 15): the length of an IPv4 header. */
export const ldxb = (offset: number): Instruction => instruction(classes.ldx | sizes.b | modes.msh, offset)

function compute(operation: number) {
  return (operand: number | 'x'): Instruction =>
    operand === 'x'
      ? instruction(classes.alu | operation | sources.x)
      : instruction(classes.alu | operation | sources.k, operand)
}

/** A = A + k, or A + X; the others likewise. */
export const add = compute(operations.add)
export const sub = compute(operations.sub)
export const mul = compute(operations.mul)
export const div = compute(operations.div)
export const mod = compute(operations.mod)
export const and = compute(operations.and)
export const or = compute(operations.or)
export const xor = compute(operations.xor)
export const lsh = compute(operations.lsh)
export const rsh = compute(operations.rsh)

const always = classes.jmp | jumps.ja

function compare(jump: number) {
  return (operand: number | 'x', ifTrue?: string, ifFalse?: string): Jump => {
    const byX = operand === 'x'
    const code = classes.jmp | jump | (byX ? sources.x : sources.k)
    return { code, k: byX ? 0 : word(operand), ifTrue, ifFalse }
  }
}

/** Goes on at a label. */
export const ja = (target: string): Jump => ({ code: always, k: 0, ifTrue: target, ifFalse: undefined })
/** Goes on at `ifTrue` if A = k (or X), else at `ifFalse`; the others likewise. */
export const jeq = compare(jumps.jeq)
/** A > k, without sign. */
export const jgt = compare(jumps.jgt)
/** A >= k, without sign. */
export const jge = compare(jumps.jge)
/** A & k is not 0. */
export const jset = compare(jumps.jset)

/** X = A */
export const tax = (): Instruction => instruction(classes.misc | transfers.tax)
/** A = X */
export const txa = (): Instruction => instruction(classes.misc | transfers.txa)

/**
 * Ends the program with k, or A. To SO_ATTACH_FILTER it is how many bytes of the packet are kept, 0 dropping it; to SO_ATTACH_REUSEPORT_CBPF it is the place of a
 * socket in its group, in the order in which they were bound.
 */
export const ret = (result: number | 'a'): Instruction =>
  result === 'a' ? instruction(classes.ret | sources.a) : instruction(classes.ret | sources.k, result)
