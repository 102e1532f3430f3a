import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import { checkInteger, checkObject } from '../validate.js'
import {
  ancillaries,
  classes,
  firstAncillary,
  jumps,
  maxInstructions,
  memoryWords,
  modes,
  operations,
  sizes,
  sources,
  transfers,
} from './codes.js'

/** One instruction of classic BPF, `struct sock_filter`: what it does, how far it jumps if a comparison is true and false, and its constant. */
export interface Instruction {
  readonly code: number
  readonly jt: number
  readonly jf: number
  readonly k: number
}

/**
 * Instructions in the order in which they run: A (the accumulator) and X (the index) are registers of 32 bits without sign, and begin as 0. A load beyond the
 * packet's end ends the program as `ret(0)` does.
 */
export type Program = readonly Instruction[]

/**
 * Copies a program, with each field read once, and refuses what the kernel would refuse with EINVAL.
 * @param argument what errors call it
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an unknown code or ancillary, a jump beyond the end, no return at the end, a division by 0,
 * no instruction or more than 4096
 * @throws RangeError `ERR_OUT_OF_RANGE`: a field of an instruction, a shift by 32 or more, a word of memory beyond the sixteenth
 */
export function checkProgram(argument: string, program: unknown): Program {
  if (!Array.isArray(program)) throw invalidArgType(argument, 'an array of instructions', program)
  const length = program.length
  if (length === 0 || length > maxInstructions) {
    throw invalidArgValue(argument, `must have 1 to ${maxInstructions} instructions, not ${length}`, program)
  }
  const copy = Array.from<unknown, Instruction>(program, (each, index) =>
    readInstruction(`${argument}[${index}]`, each),
  )
  for (const [index, each] of copy.entries()) checkInstruction(`${argument}[${index}]`, each, length - index - 1)
  const last = copy[length - 1] as Instruction
  if (!returns.has(last.code))
    throw invalidArgValue(`${argument}[${length - 1}]`, 'must be a return, being the last', last)
  return copy
}

function readInstruction(argument: string, instruction: unknown): Instruction {
  checkObject(argument, instruction)
  const { code, jt, jf, k } = instruction as Instruction
  checkInteger(`${argument}.code`, code, 0, 2 ** 16 - 1)
  checkInteger(`${argument}.jt`, jt, 0, 255)
  checkInteger(`${argument}.jf`, jf, 0, 255)
  checkInteger(`${argument}.k`, k, 0, 2 ** 32 - 1)
  return { code, jt, jf, k }
}

/** @param left how many instructions come behind it */
function checkInstruction(argument: string, { code, jt, jf, k }: Instruction, left: number): void {
  if (!codes.has(code)) throw invalidArgValue(`${argument}.code`, 'must be the code of an instruction', code)
  if (absolute.has(code) && k >= firstAncillary && !known.has(k)) {
    throw invalidArgValue(`${argument}.k`, 'must be packet data or an ancillary that exists', k)
  }
  if (divisions.has(code) && k === 0) throw invalidArgValue(`${argument}.k`, 'must not divide by 0', k)
  if (shifts.has(code)) checkInteger(`${argument}.k`, k, 0, 31)
  if (memory.has(code)) checkInteger(`${argument}.k`, k, 0, memoryWords - 1)
  if (code === always && k >= left) throw invalidArgValue(`${argument}.k`, 'must not jump beyond the end', k)
  if (comparisons.has(code)) {
    if (jt >= left) throw invalidArgValue(`${argument}.jt`, 'must not jump beyond the end', jt)
    if (jf >= left) throw invalidArgValue(`${argument}.jf`, 'must not jump beyond the end', jf)
  }
}

const { ld, ldx, st, stx, alu, jmp, ret, misc } = classes
const { imm, abs, ind, mem, len, msh } = modes
const kOrX = [sources.k, sources.x]
const known = new Set<number>(Object.values(ancillaries))

const always = jmp | jumps.ja
const absolute = new Set(Object.values(sizes).map((size) => ld | size | abs))
const memory = new Set([ld | mem, ldx | mem, st, stx])
const divisions = new Set([alu | operations.div, alu | operations.mod])
const shifts = new Set([alu | operations.lsh, alu | operations.rsh])
const comparisons = new Set(
  [jumps.jeq, jumps.jgt, jumps.jge, jumps.jset].flatMap((jump) => kOrX.map((source) => jmp | jump | source)),
)
const returns = new Set([ret | sources.k, ret | sources.a])

const codes = new Set([
  ...absolute,
  ...Object.values(sizes).map((size) => ld | size | ind),
  ...[ld, ldx].flatMap((load) => [load | imm, load | len, load | mem]),
  ldx | sizes.b | msh,
  st,
  stx,
  ...Object.values(operations).flatMap((operation) => kOrX.map((source) => alu | operation | source)),
  always,
  ...comparisons,
  ...returns,
  ...Object.values(transfers).map((transfer) => misc | transfer),
])
// Negation has no operand.
codes.delete(alu | operations.neg | sources.x)
