import type { Command } from '@stricli/core'
import { COMMANDS } from './commands'
import { connectionFlags } from './connection/flags'
import type { DescribedCommand, Example } from './described-command'
import type { Surroundings } from './surroundings'
import { table } from './table'
import { wrapped } from './wrapped'

type Row = readonly [name: string, description: string]

const GLOBAL: readonly Row[] = [['--help, -h', 'Print this help']]

/** Returns the help of the command line: its commands. */
export function help(): string {
  const commands = Object.entries(COMMANDS).map(([name, { brief }]): Row => [name, brief])
  return sections([
    'Books straight into the calendars of a Microsoft Exchange server.',
    'Usage: ews-booking <command> [options]',
    `Commands:\n${table(commands)}`,
    `Options:\n${table([...GLOBAL, ['--version, -v', 'Print the version']])}`,
    'ews-booking <command> --help explains a command and has examples.',
    'Passwords come from EWS_PASSWORD or a prompt, never from an argument.',
  ])
}

/** Returns the help of one command: what it does, its options, and examples. */
export function helpOf(name: string, command: DescribedCommand): string {
  const { fullDescription, brief, parameters, synopsis, examples } = command
  const usage = ['ews-booking', name, synopsis, '[options]'].filter(Boolean).join(' ')
  return sections([
    `Usage: ${usage}`,
    wrapped((fullDescription ?? `${brief}.`).replace(/\s+/g, ' '), WIDTH).join('\n'),
    ...argumentsOf(parameters),
    `Options:\n${table([...optionsOf(parameters, false), ...GLOBAL])}`,
    ...connectionOptions(parameters),
    `Examples:\n${examples.map(exampleText).join('\n')}`,
  ])
}

const WIDTH = 80

const sections = (texts: readonly string[]) => `${texts.join('\n\n')}\n`

const exampleText = ({ line, purpose }: Example) => `  # ${purpose}\n  ews-booking ${line}`

/** By identity: the simulator has options of its own with names of these. */
const CONNECTION: ReadonlySet<unknown> = new Set(Object.values(connectionFlags))

type Parameters = Command<Surroundings>['parameters']

function connectionOptions(parameters: Parameters): string[] {
  const options = optionsOf(parameters, true)
  return options.length === 0
    ? []
    : [`How to reach Exchange (EWS_PASSWORD, or a prompt, has the password):\n${table(options)}`]
}

const optionsOf = ({ flags = {} }: Parameters, ofConnection: boolean): Row[] =>
  Object.entries(flags)
    .filter(([, flag]) => CONNECTION.has(flag) === ofConnection)
    .map(([name, flag]) => {
      const value = flag.kind === 'boolean' || flag.kind === 'counter' ? '' : ` ${flag.placeholder ?? 'VALUE'}`
      return [
        `--${kebab(name)}${value}`,
        flag.kind === 'enum' ? `${flag.brief}:\n${flag.values.join(', ')}` : flag.brief,
      ]
    })

function argumentsOf({ positional }: Parameters): string[] {
  if (positional === undefined) return []
  const described = positional.kind === 'array' ? [positional.parameter] : positional.parameters
  return [`Arguments:\n${table(described.map(({ placeholder = '', brief }): Row => [placeholder, brief]))}`]
}

/** `insecureHttp` as it is typed: `insecure-http`. */
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
