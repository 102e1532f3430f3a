/** Parts of an instruction's code: linux/bpf_common.h, linux/filter.h; the same numbers wherever there is classic BPF. */

export const classes = {
  ld: 0x00,
  ldx: 0x01,
  st: 0x02,
  stx: 0x03,
  alu: 0x04,
  jmp: 0x05,
  ret: 0x06,
  misc: 0x07,
} as const

/** How much is loaded: 4, 2 or 1 bytes. */
export const sizes = { w: 0x00, h: 0x08, b: 0x10 } as const

/** From where: a constant, the packet at k, the packet at X + k, scratch memory, the packet's length, a header's length (4 * (byte & 15)). */
export const modes = { imm: 0x00, abs: 0x20, ind: 0x40, mem: 0x60, len: 0x80, msh: 0xa0 } as const

/** The operand of arithmetic, of a comparison, of a return: k, X, A. */
export const sources = { k: 0x00, x: 0x08, a: 0x10 } as const

export const operations = {
  add: 0x00,
  sub: 0x10,
  mul: 0x20,
  div: 0x30,
  or: 0x40,
  and: 0x50,
  lsh: 0x60,
  rsh: 0x70,
  neg: 0x80,
  mod: 0x90,
  xor: 0xa0,
} as const

export const jumps = { ja: 0x00, jeq: 0x10, jgt: 0x20, jge: 0x30, jset: 0x40 } as const

export const transfers = { tax: 0x00, txa: 0x80 } as const

/** Words of memory that a program may use. */
export const memoryWords = 16

/** BPF_MAXINSNS. */
export const maxInstructions = 4096

/** SKF_AD_OFF: what lies there is no packet data, but what the kernel knows of the packet besides. */
const ancillary = 0xfffff000

/** What a program can load besides packet data, each a word. */
export const ancillaries = {
  protocol: ancillary + 0,
  pkttype: ancillary + 4,
  ifindex: ancillary + 8,
  nlattr: ancillary + 12,
  nlattrNest: ancillary + 16,
  mark: ancillary + 20,
  queue: ancillary + 24,
  hatype: ancillary + 28,
  /** The flow's hash, which the network card or the sending socket computed; 0 where none did. */
  rxhash: ancillary + 32,
  /** The processor that runs the program, which is the one that received the packet. */
  cpu: ancillary + 36,
  aluXorX: ancillary + 40,
  vlanTag: ancillary + 44,
  vlanTagPresent: ancillary + 48,
  /** Where the payload begins, by the headers that the kernel understands. */
  payOffset: ancillary + 52,
  random: ancillary + 56,
  vlanTpid: ancillary + 60,
} as const

export const firstAncillary = ancillary
