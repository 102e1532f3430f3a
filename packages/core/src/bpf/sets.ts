import { ancillaries, classes, jumps, modes, operations, sizes, sources, transfers } from './codes.js'

/** Codes of instructions by what is to be checked of them. */

const { ld, ldx, st, stx, alu, jmp, ret, misc } = classes
const { imm, abs, ind, mem, len, msh } = modes
const kOrX = [sources.k, sources.x]
export const known = new Set<number>(Object.values(ancillaries))

export const always = jmp | jumps.ja
export const absolute = new Set(Object.values(sizes).map((size) => ld | size | abs))
/** Loads from memory. */
export const loads = new Set([ld | mem, ldx | mem])
/** Stores to memory. */
export const stores = new Set<number>([st, stx])
export const divisions = new Set([alu | operations.div, alu | operations.mod])
export const shifts = new Set([alu | operations.lsh, alu | operations.rsh])
export const comparisons = new Set(
  [jumps.jeq, jumps.jgt, jumps.jge, jumps.jset].flatMap((jump) => kOrX.map((source) => jmp | jump | source)),
)
export const returns = new Set([ret | sources.k, ret | sources.a])

export const codes = new Set([
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
