import { escaped } from '../report/svg.js'
import type { Frame } from './stacks.js'

const width = 1400
const rowHeight = 17
const top = 34
// Narrower than this nobody can see.
const narrowest = 0.4

/** A flame graph: what was called stands on what called it, as wide as it was often seen. The title of a box has its name and its part. */
export function flame(title: string, root: Frame): string {
  const boxes: string[] = []
  let deepest = 0
  const height = () => top + (deepest + 1) * rowHeight + 8
  const placed: { frame: Frame; x: number; depth: number }[] = []
  const place = (frame: Frame, x: number, depth: number) => {
    if ((frame.count / root.count) * width < narrowest) return
    deepest = Math.max(deepest, depth)
    placed.push({ frame, x, depth })
    let at = x
    for (const child of [...frame.children.values()].sort((a, b) => a.name.localeCompare(b.name))) {
      place(child, at, depth + 1)
      at += (child.count / root.count) * width
    }
  }
  place(root, 0, 0)
  for (const { frame, x, depth } of placed) {
    const wide = (frame.count / root.count) * width
    const y = height() - 8 - (depth + 1) * rowHeight
    const part = ((frame.count / root.count) * 100).toFixed(1)
    const fits = Math.floor((wide - 4) / 6.2)
    const label = fits < 3 ? '' : frame.name.slice(0, fits)
    boxes.push(
      `<g><title>${escaped(frame.name)}: ${frame.count} samples, ${part} %</title>` +
        `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(wide - 0.5, 0.3).toFixed(1)}" height="${rowHeight - 1}" fill="${colour(frame.name)}"/>` +
        `${label === '' ? '' : `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${escaped(label)}</text>`}</g>`,
    )
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height()}" width="${width}" height="${height()}" font-family="monospace" font-size="10">`,
    `<rect width="${width}" height="${height()}" fill="#ffffff"/>`,
    `<text x="8" y="20" font-size="14">${escaped(title)} (${root.count} samples)</text>`,
    ...boxes,
    '</svg>',
    '',
  ].join('\n')
}

// JavaScript, what C++ has in its names, and all else: C, and the kernel.
function colour(name: string): string {
  if (/^JS:|^LazyCompile|^Function:|\.[cm]?js:/.test(name)) return '#86d68b'
  if (name.includes('::')) return '#f2c14e'
  return '#f08a5d'
}
