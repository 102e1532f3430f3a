/** A bar of a plot: the median of the rounds, and from where to where they went. */
export interface Bar {
  readonly name: string
  readonly median: number
  readonly least: number
  readonly greatest: number
  /** Whether it is one of this project's. */
  readonly ours: boolean
}

const width = 760
const left = 230
const right = 90
const rowHeight = 24
const top = 44

/** Horizontal bars from zero, with a line for the spread, as a picture that reads on light and dark pages. */
export function bars(title: string, unit: string, list: readonly Bar[], digits: number): string {
  const height = top + list.length * rowHeight + 12
  const most = Math.max(...list.map(({ greatest }) => greatest)) || 1
  const scale = (value: number) => ((width - left - right) * value) / most
  const lines = list.flatMap(({ name, median, least, greatest, ours }, index) => {
    const y = top + index * rowHeight
    const middle = y + 8
    return [
      text(left - 8, y + 12, name, 'end'),
      `<rect x="${left}" y="${y}" width="${round(scale(median))}" height="16" rx="2" fill="${ours ? '#2563eb' : '#94a3b8'}"/>`,
      `<path d="M${round(left + scale(least))} ${middle}H${round(left + scale(greatest))}" stroke="#f59e0b" stroke-width="2"/>`,
      text(left + scale(Math.max(median, greatest)) + 6, y + 12, median.toFixed(digits), 'start'),
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="20" font-size="13" font-weight="600" fill="#0f172a">${escaped(title)}</text>`,
    text(left, 36, unit, 'start', '#64748b'),
    ...lines,
    '</svg>',
    '',
  ].join('\n')
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end', fill = '#0f172a'): string {
  return `<text x="${round(x)}" y="${y}" text-anchor="${anchor}" fill="${fill}">${escaped(content)}</text>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

export function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
