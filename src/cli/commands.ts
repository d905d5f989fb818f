import { check } from './check/command'
import { demo } from './demo/command'
import type { DescribedCommand } from './described-command'
import { keygen } from './keygen/command'
import { simulator } from './simulator/command'

/** The commands by name, in the order of the help. A command's file describes it; what it does is loaded when it runs. */
export const COMMANDS: Readonly<Record<string, DescribedCommand>> = {
  demo,
  simulator,
  check,
  keygen,
}
