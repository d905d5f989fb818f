import type { Command } from './command'

/** Returns the usage of the command line: its commands with their options and purposes. */
export function usage(commands: ReadonlyMap<string, Command>): string {
  const rows = Array.from(commands, ([name, command]): Row => [synopsis(name, command), command.summary])
  return ['Usage: ews-booking <command>', table(rows), 'ews-booking <command> --help explains the options.\n'].join(
    '\n\n',
  )
}

/** Returns the usage of one command: its purpose and its options. */
export function usageOf(name: string, command: Command): string {
  const options = Object.entries(command.options).map(([option, { description }]): Row => [`--${option}`, description])
  return [`Usage: ews-booking ${synopsis(name, command)}`, command.summary, `${table(options)}\n`].join('\n\n')
}

type Row = readonly [name: string, description: string]

function synopsis(name: string, { options }: Command): string {
  const shown = Object.entries(options).map(([option, { type }]) =>
    type === 'boolean' ? `[--${option}]` : `[--${option} <${option}>]`,
  )
  return [name, ...shown].join(' ')
}

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 4
  const indented = (description: string) => description.replaceAll('\n', `\n${' '.repeat(width)}`)
  return rows.map(([name, description]) => `  ${name}`.padEnd(width) + indented(description)).join('\n')
}
