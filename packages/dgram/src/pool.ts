// One message that a program keeps holds as much: no more than a page.
const chunkSize = 4096

let chunk = Buffer.allocUnsafeSlow(0)
let used = 0

/** Copies bytes into memory that is the program's own from then on; that of small messages is cut from chunks. */
export function keep(source: Buffer, offset: number, size: number): Buffer {
  if (size > chunkSize / 2) {
    const own = Buffer.allocUnsafeSlow(size)
    source.copy(own, 0, offset, offset + size)
    return own
  }
  if (used + size > chunk.length) {
    chunk = Buffer.allocUnsafeSlow(chunkSize)
    used = 0
  }
  const start = used
  used += size
  source.copy(chunk, start, offset, offset + size)
  return chunk.subarray(start, used)
}
