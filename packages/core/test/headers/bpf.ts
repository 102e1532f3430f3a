import * as codes from '../../src/bpf/codes.js'
import type { Fact } from './facts.js'

/** The numbers of classic BPF: linux/bpf_common.h, linux/filter.h. */
export function bpfFacts(): Fact[] {
  const { classes, sizes, modes, sources, operations, jumps, transfers, ancillaries } = codes
  const parts = [classes, sizes, modes, sources, operations, jumps, transfers].flatMap((part) => Object.entries(part))
  return [
    ...parts.map(([name, value]) => fact(`BPF_${upper(name)}`, value)),
    ...Object.entries(ancillaries).map(([name, value]) => fact(`SKF_AD_OFF + SKF_AD_${upper(name)}`, value)),
    fact('BPF_MEMWORDS', codes.memoryWords),
    fact('BPF_MAXINSNS', codes.maxInstructions),
  ]
}

function fact(expression: string, value: number): Fact {
  return { name: expression, expression, value }
}

/** `vlanTag` is VLAN_TAG. */
function upper(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase()
}
