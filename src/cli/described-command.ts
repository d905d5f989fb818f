import type { Command } from '@stricli/core'
import type { Surroundings } from './surroundings'

/** A command line that somebody could type, and what it does. */
export interface Example {
  /** What comes after `ews-booking`: `free-busy dr.meier@example.com`. */
  readonly line: string
  /** A sentence without its period. */
  readonly purpose: string
}

/** What the help of a command has beyond its options. */
export interface Help {
  /** What follows the command's name: `<mailbox>...`. Options are left out. Defaults to nothing. */
  readonly synopsis?: string
  readonly examples: readonly [Example, ...Example[]]
}

/** A command of the command line. */
export type DescribedCommand = Command<Surroundings> & Help

/**
 * Adds to a command what its help shows. Options are looked up by name, so names that every object inherits must not be found: they would
 * pass as options that do nothing.
 */
export function described(command: Command<Surroundings>, help: Help): DescribedCommand {
  const flags: typeof command.parameters.flags = Object.assign(Object.create(null), command.parameters.flags)
  return { ...command, parameters: { ...command.parameters, flags }, ...help }
}
