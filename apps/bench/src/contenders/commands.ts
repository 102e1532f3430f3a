/** What a contender does when it is told: each command is answered by numbers, as JSON on a line. */
export type Commands = Readonly<Record<string, (...numbers: number[]) => Numbers | Promise<Numbers>>>

type Numbers = Readonly<Record<string, number>>

/** Says that it is ready, and then does as it is told until nobody is there to tell it. */
export function obey(ready: Numbers, commands: Commands): void {
  // Not on its own: a socket, too, would keep the process.
  process.stdin.on('end', () => process.exit()).on('close', () => process.exit())
  process.stdin.setEncoding('utf8').on('data', async (line: string) => {
    const [name = '', ...numbers] = line.trim().split(' ')
    answer((await commands[name]?.(...numbers.map(Number))) ?? {})
  })
  answer(ready)
}

/** CPU time of this process so far, in nanoseconds. */
export function cpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1e3
}

function answer(numbers: Numbers): void {
  process.stdout.write(`${JSON.stringify(numbers)}\n`)
}
