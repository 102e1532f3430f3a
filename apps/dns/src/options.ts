import { readFileSync } from 'node:fs'
import { address, type CommonOptions, commonCommand, integer, toAddress } from '@sendto/apps-shared'
import { type Command, InvalidArgumentError } from 'commander'
import { parseName } from './record.js'
import { smallestLimit } from './respond.js'
import { Zone } from './zone.js'

interface OwnOptions {
  readonly address: string
  readonly port: number
  readonly zone: string
  readonly file?: string
  readonly record: readonly string[]
  readonly limit: number
}

export function readOptions() {
  const command = commonCommand('dns', 'Answers DNS queries for one zone.')
    .requiredOption('--zone <name>', 'the zone: example.test', zoneName)
    .option('--record <record>', "a record, A, AAAA or TXT: 'www 60 A 192.0.2.1'; more than once for more", append, [])
    .option('--file <path>', 'a file of records, one a line; a # or ; begins a line that is none')
    .option('--address <address>', 'own address, IPv4 or IPv6', address, '127.0.0.1')
    .option('--port <port>', 'own port; 0 lets the system choose', integer(0, 65535), 5300)
    // What RFC 9715 advises, so that no response is fragmented.
    .option('--limit <bytes>', 'the longest response', integer(smallestLimit, 65507), 1232)
    .parse()
  const { backend, zone: name, record, file, limit, ...texts } = command.opts<CommonOptions & OwnOptions>()

  const zone = new Zone(name)
  for (const text of record) add(zone, text, '--record', command)
  for (const { text, place } of file === undefined ? [] : linesOf(file, command)) add(zone, text, place, command)
  return { backend, zone, limit, address: toAddress(texts.address, texts.port, backend) }
}

function zoneName(text: string): string {
  try {
    return parseName(text)
  } catch {
    throw new InvalidArgumentError('It must be a domain name: example.test.')
  }
}

function append(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

function linesOf(file: string, command: Command): { text: string; place: string }[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.flatMap((text, index) => (/^\s*([#;]|$)/.test(text) ? [] : { text, place: `${file}:${index + 1}` }))
  } catch (error) {
    return command.error(`error: --file: ${(error as Error).message}`)
  }
}

function add(zone: Zone, text: string, place: string, command: Command): void {
  try {
    zone.add(text)
  } catch (error) {
    command.error(`error: ${place}: ${(error as Error).message}`)
  }
}
