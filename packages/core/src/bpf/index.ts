/**
 * Classic BPF: programs that the kernel runs for each packet, to drop it (SO_ATTACH_FILTER) or to choose the socket of a group that gets it
 * (SO_ATTACH_REUSEPORT_CBPF). The mnemonics are those of bpf_asm, Linux's networking/filter.
 *
 * Offset 0 is the first byte of the payload to SO_ATTACH_REUSEPORT_CBPF, and on Unix sockets. To SO_ATTACH_FILTER on a UDP socket it is the UDP header's, and
 * the payload begins at 8.
 */
export * from './assembler.js'
export { checkProgram, type Instruction, type Program } from './program.js'
