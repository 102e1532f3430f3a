import { describe, expect, it } from 'vitest'
import { bpf } from '../../src/index.js'
import { memoryKernel } from '../support/options.js'

const { assemble, label, ld, ldh, ldb, ldi, ldlen, ldxi, ldxlen, ldxb, ret, tax, txa, ja, jeq, jgt, jge, jset } = bpf

const code = (program: bpf.Program) => program.map(({ code, jt, jf, k }) => [code, jt, jf, k])

describe('the assembler', () => {
  // The numbers are those of BPF_STMT and BPF_JUMP with the words of linux/filter.h.
  it('gives each mnemonic the code of linux/filter.h', () => {
    const { add, sub, mul, div, mod, and, or, xor, lsh, rsh } = bpf
    const steps = [
      ...[
        ld(1),
        ldh(2),
        ldb(3),
        ld({ x: 4 }),
        ldh({ x: 5 }),
        ldb({ x: 6 }),
        ldi(7),
        ldlen(),
        ldxi(8),
        ldxlen(),
        ldxb(9),
      ],
      ...[add(1), sub(2), mul(3), div(4), mod(5), and(6), or(7), xor(8), lsh(9), rsh(10), add('x'), rsh('x')],
      ...[tax(), txa(), ret('a'), ret(-1)],
    ]
    expect(code(assemble(steps)).map(([code, , , k]) => [code, k])).toEqual([
      ...[
        [0x20, 1],
        [0x28, 2],
        [0x30, 3],
        [0x40, 4],
        [0x48, 5],
        [0x50, 6],
        [0x00, 7],
        [0x80, 0],
        [0x01, 8],
        [0x81, 0],
      ],
      ...[
        [0xb1, 9],
        [0x04, 1],
        [0x14, 2],
        [0x24, 3],
        [0x34, 4],
        [0x94, 5],
        [0x54, 6],
        [0x44, 7],
        [0xa4, 8],
        [0x64, 9],
      ],
      ...[
        [0x74, 10],
        [0x0c, 0],
        [0x7c, 0],
        [0x07, 0],
        [0x87, 0],
        [0x16, 0],
        [0x06, 2 ** 32 - 1],
      ],
    ])
  })

  it('loads what the kernel knows besides from the offsets of linux/filter.h', () => {
    const ancillaries = ['protocol', 'ifindex', 'mark', 'queue', 'rxhash', 'cpu', 'random'] as const
    const program = assemble([...ancillaries.map((each) => ld(each)), ret('a')])
    expect(program.slice(0, -1).map(({ code, k }) => [code, (k | 0) + 0x1000])).toEqual(
      [0, 8, 20, 24, 32, 36, 56].map((offset) => [0x20, offset]),
    )
  })

  it('turns labels into distances, and goes on with the next instruction where there is none', () => {
    const program = assemble([
      jeq(1, 'one', 'other'),
      label('one'),
      jgt(2, 'other'),
      jge('x', undefined, 'other'),
      jset(4),
      ja('end'),
      label('other'),
      ret(0),
      label('end'),
      ret(1),
    ])
    expect(code(program)).toEqual([
      [0x15, 0, 4, 1],
      [0x25, 3, 0, 2],
      [0x3d, 0, 2, 0],
      [0x45, 0, 0, 4],
      [0x05, 0, 0, 1],
      [0x06, 0, 0, 0],
      [0x06, 0, 0, 1],
    ])
  })

  it('jumps without a condition over more than a comparison can', () => {
    const between = Array.from({ length: 256 }, () => ldi(0))
    expect(assemble([ja('end'), ...between, label('end'), ret(0)])[0]?.k).toBe(256)
    expect(assemble([jeq(0, 'end'), ...between.slice(1), label('end'), ret(0)])[0]?.jt).toBe(255)
    expect(() => assemble([jeq(0, 'end'), ...between, label('end'), ret(0)])).toThrow(/"steps\[0\].jt"/)
  })

  it('reads the length of a program, and each field, once', () => {
    const { sys, stored } = memoryKernel()
    const program: bpf.Instruction[] = []
    program[0] = {
      ...ret(0),
      get code() {
        program.push(ret(0), ret(0))
        return ret(0).code
      },
    }
    sys.setOption(3, 'SO_ATTACH_FILTER', program)
    const { SOL_SOCKET, SO_ATTACH_FILTER } = sys.backend.platform.constants
    expect(stored(SOL_SOCKET, SO_ATTACH_FILTER).slice(0, 2)).toEqual([1, 0])
    expect(program.length).toBe(3)
  })

  it.each([
    ['no program at all', () => assemble([]), 'ERR_INVALID_ARG_VALUE'],
    ['labels alone', () => assemble([label('end')]), 'ERR_INVALID_ARG_VALUE'],
    ['no array', () => assemble({} as never), 'ERR_INVALID_ARG_TYPE'],
    ['what is no instruction', () => assemble([null as never]), 'ERR_INVALID_ARG_TYPE'],
    [
      'more than 4096 instructions',
      () => assemble(Array.from({ length: 4097 }, () => ret(0))),
      'ERR_INVALID_ARG_VALUE',
    ],
    ['no return at the end', () => assemble([ld('cpu')]), 'ERR_INVALID_ARG_VALUE'],
    ['a label that is not there', () => assemble([ja('nowhere'), ret(0)]), 'ERR_INVALID_ARG_VALUE'],
    ['a label that comes twice', () => assemble([label('a'), label('a'), ret(0)]), 'ERR_INVALID_ARG_VALUE'],
    ['a jump backwards', () => assemble([label('a'), ld('cpu'), ja('a'), ret(0)]), 'ERR_INVALID_ARG_VALUE'],
    ['a jump to the end', () => assemble([ja('end'), ret(0), label('end')]), 'ERR_INVALID_ARG_VALUE'],
    ['a jump to itself', () => assemble([label('a'), jeq(0, 'a'), ret(0)]), 'ERR_INVALID_ARG_VALUE'],
    ['a division by 0', () => assemble([bpf.div(0), ret(0)]), 'ERR_INVALID_ARG_VALUE'],
    ['a shift by 32', () => assemble([bpf.lsh(32), ret(0)]), 'ERR_OUT_OF_RANGE'],
    ['a constant that is none', () => ret(0.5), 'ERR_OUT_OF_RANGE'],
    ['a constant beyond 32 bits', () => ldi(2 ** 32), 'ERR_OUT_OF_RANGE'],
    ['a constant of another type', () => ldi('1' as never), 'ERR_INVALID_ARG_TYPE'],
    ['an ancillary that does not exist', () => ld('hash' as never), 'ERR_INVALID_ARG_VALUE'],
    ['an ancillary from an object', () => ld('toString' as never), 'ERR_INVALID_ARG_VALUE'],
    ['a label that is no text', () => label(1 as never), 'ERR_INVALID_ARG_TYPE'],
  ])('refuses %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }))
  })
})
