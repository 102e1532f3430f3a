import { Command, Option } from 'commander'
import { type BackendName, backendNames } from 'sendto'
import { printable } from './printable.js'
import { address, integer } from './values.js'

/** The option of every program. */
export interface CommonOptions {
  readonly backend?: BackendName | undefined
}

/** The options that server and client share. */
export interface SharedOptions extends CommonOptions {
  readonly address: string
  readonly port: number
  readonly count: number
}

/** A command with the options of every program. It says in one line what is wrong, and throws a CommanderError. */
export function commonCommand(name: string, description: string): Command {
  return (
    new Command(name)
      .description(description)
      .addOption(
        new Option(
          '--backend <name>',
          'what makes the calls (default: SENDTO_BACKEND, or the first that loads)',
        ).choices(backendNames),
      )
      .helpOption('-h, --help', 'show this')
      // A suggestion would be a second line.
      .showSuggestionAfterError(false)
      // What is wrong is quoted, and may hold anything.
      .configureOutput({ outputError: (text, write) => write(`${printable(text.trimEnd())}\n`) })
      .exitOverride()
  )
}

/** A command with the options that server and client share. */
export function sharedCommand(name: string, description: string): Command {
  return commonCommand(name, description)
    .option('--address <address>', "the server's address, IPv4 or IPv6", address, '127.0.0.1')
    .option('--port <port>', "the server's port", integer(0, 65535), 8080)
    .option('--count <number>', 'how many datagrams', integer(1, 1_000_000_000), 1)
}
