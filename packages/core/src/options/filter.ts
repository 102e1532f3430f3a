import { checkProgram, type Program } from '../bpf/program.js'
import { allocate } from '../name.js'
import { pointer, Struct } from '../platform/fields.js'
import { layoutOf, type Writable } from './kind.js'

/** `struct sock_fprog`, with the program that it points to behind it: one memory, so that neither outlives the other. */
export const filter: Writable<Program> = {
  encode(context, value) {
    context.require('packetFilters', 'setsockopt')
    const program = checkProgram('value', value)
    const { backend } = context
    const fprog = layoutOf(backend.platform.layouts, 'sock_fprog')
    const { size, code, jt, jf, k } = layoutOf(backend.platform.layouts, 'sock_filter')
    const { memory, address } = allocate(backend, fprog.size + program.length * size)
    const struct = new Struct(backend.platform, memory)
    struct.set(0, fprog.length, program.length)
    struct.set(0, pointer(fprog.filter), address + fprog.size)
    for (const [index, each] of program.entries()) {
      const base = fprog.size + index * size
      struct.set(base, code, each.code)
      struct.set(base, jt, each.jt)
      struct.set(base, jf, each.jf)
      struct.set(base, k, each.k)
    }
    return memory.subarray(0, fprog.size)
  },
}
