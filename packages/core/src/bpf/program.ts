import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import { checkInteger, checkObject } from '../validate.js'
import { firstAncillary, maxInstructions, memoryWords } from './codes.js'
import { absolute, always, codes, comparisons, divisions, known, loads, returns, shifts, stores } from './sets.js'

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
  // The length is read once: a getter of an instruction could change it.
  const { length } = program as readonly unknown[]
  if (!(length >= 1 && length <= maxInstructions)) {
    throw invalidArgValue(argument, `must have 1 to ${maxInstructions} instructions, not ${length}`, program)
  }
  const copy = Array.from({ length }, (_, index) => readInstruction(`${argument}[${index}]`, program[index]))
  for (const [index, each] of copy.entries()) checkInstruction(`${argument}[${index}]`, each, copy.length - index - 1)
  const last = copy.length - 1
  if (!returns.has((copy[last] as Instruction).code)) {
    throw invalidArgValue(`${argument}[${last}]`, 'must be a return, being the last', copy[last])
  }
  checkLoads(argument, copy)
  return copy
}

/** Refuses to load a word of memory that was not stored on every way that leads there. Jumps go forwards alone, so that one pass will do. */
function checkLoads(argument: string, program: Program): void {
  const all = 2 ** memoryWords - 1
  const storedBefore = program.map(() => all)
  const arrive = (at: number, stored: number) => {
    storedBefore[at] = (storedBefore[at] as number) & stored
  }
  let stored = 0
  for (const [index, { code, jt, jf, k }] of program.entries()) {
    stored &= storedBefore[index] as number
    if (stores.has(code)) stored |= 1 << k
    if (loads.has(code) && (stored & (1 << k)) === 0) {
      throw invalidArgValue(`${argument}[${index}].k`, 'must be a word of memory that was stored before', k)
    }
    if (code === always) arrive(index + 1 + k, stored)
    if (comparisons.has(code)) {
      arrive(index + 1 + jt, stored)
      arrive(index + 1 + jf, stored)
    }
    if (code === always || comparisons.has(code)) stored = all
  }
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
  if (loads.has(code) || stores.has(code)) checkInteger(`${argument}.k`, k, 0, memoryWords - 1)
  if (code === always && k >= left) throw invalidArgValue(`${argument}.k`, 'must not jump beyond the end', k)
  if (comparisons.has(code)) {
    if (jt >= left) throw invalidArgValue(`${argument}.jt`, 'must not jump beyond the end', jt)
    if (jf >= left) throw invalidArgValue(`${argument}.jf`, 'must not jump beyond the end', jf)
  }
}
