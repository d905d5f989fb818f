import type { CheckFailure } from 'ews-booking'
import { EXIT_CODES } from '../exit-code'

/** The codes of other commands if they have one for the same failure. */
const CODES: Readonly<Record<CheckFailure, number>> = {
  options: EXIT_CODES.usage,
  network: EXIT_CODES.unreachable,
  signIn: EXIT_CODES.signIn,
  notEws: EXIT_CODES.notEws,
  busy: EXIT_CODES.busy,
  tls: EXIT_CODES.checkedTls,
  extendedProtection: EXIT_CODES.checkedExtendedProtection,
  server: EXIT_CODES.checkedServer,
  mailbox: EXIT_CODES.checkedMailbox,
  writing: EXIT_CODES.checkedWriting,
}

/** Returns the exit code for what a check came to. */
export const exitCodeFor = (failure: CheckFailure | undefined): number =>
  failure === undefined ? EXIT_CODES.done : CODES[failure]
