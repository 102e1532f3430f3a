/** A frame, how often it was seen on top of the one below it, and what stood on it. */
export interface Frame {
  readonly name: string
  count: number
  readonly children: Map<string, Frame>
}

/** Reads what `perf script -F comm,ip,sym` prints: blocks of one sample, the innermost frame first. */
export function readStacks(text: string): Frame {
  const root = frame('all')
  for (const block of text.split('\n\n')) {
    const [head = '', ...lines] = block.split('\n').filter((line) => line.trim() !== '')
    if (lines.length === 0) continue
    const names = lines.map((line) => nameOf(line.trim())).reverse()
    let at = root
    root.count++
    for (const name of [head.trim(), ...names]) {
      let next = at.children.get(name)
      if (next === undefined) {
        next = frame(name)
        at.children.set(name, next)
      }
      next.count++
      at = next
    }
  }
  return root
}

function frame(name: string): Frame {
  return { name, count: 0, children: new Map() }
}

// "ffffffff81234567 udp_sendmsg"; of compiled JavaScript "JS:*name file:///path/file.js:1:2".
function nameOf(line: string): string {
  const symbol = line.replace(/^[0-9a-f]+ /, '').replace(/\+0x[0-9a-f]+$/, '')
  return symbol.replace(/ (?:file:\/\/)?\/\S*\/([^/\s]+)$/, ' $1')
}

/** What the samples were taken in: so many of the names that stood innermost most often. */
export function innermost(root: Frame, most: number): { name: string; part: number }[] {
  const counts = new Map<string, number>()
  const walk = (at: Frame) => {
    let own = at.count
    for (const child of at.children.values()) {
      own -= child.count
      walk(child)
    }
    if (own > 0) counts.set(at.name, (counts.get(at.name) ?? 0) + own)
  }
  walk(root)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, count]) => ({ name, part: count / root.count }))
}
