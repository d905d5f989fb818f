import { Finished } from './finished'

/** How a command ended, for scripts. docs/command-line.md explains them. */
export const EXIT_CODES = {
  done: 0,
  /** Exchange refused what was asked, or something unexpected happened. */
  failed: 1,
  /** The command line, or a variable of the environment, is wrong. Nothing was sent. */
  usage: 2,
  /** Exchange wasn't reached: name resolution, connection, TLS. */
  unreachable: 3,
  /** The server refused the account or its password. */
  signIn: 4,
  /** What answered isn't EWS. */
  notEws: 5,
  /** The server is too busy, or an answer took too long. The same command may succeed later. */
  busy: 6,
  /** The time to book is taken. */
  taken: 7,
  /** `check`: TLS fails, or the certificate can't be trusted. */
  checkedTls: 8,
  /** `check`: Extended Protection refuses the sign-in. */
  checkedExtendedProtection: 9,
  /** `check`: the server is of the wrong version. */
  checkedServer: 10,
  /** `check`: the account lacks rights on the mailbox. */
  checkedMailbox: 11,
  /** `check`: writing doesn't work. */
  checkedWriting: 12,
  /** Interrupted from the keyboard: 128 plus the number of SIGINT, which shells use too. */
  interrupted: 130,
  /** Asked to end by another process: 128 plus the number of SIGTERM. */
  terminated: 143,
  /** The reader of the output has gone: 128 plus the number of SIGPIPE. */
  pipeClosed: 141,
} as const

const BY_ERROR: ReadonlyMap<unknown, number> = new Map([
  ['ERR_EWS_REQUEST', EXIT_CODES.usage],
  ['ERR_EWS_CONNECTION', EXIT_CODES.unreachable],
  ['ERR_EWS_AUTHENTICATION', EXIT_CODES.signIn],
  ['ERR_EWS_PROTOCOL', EXIT_CODES.notEws],
  ['ERR_EWS_THROTTLED', EXIT_CODES.busy],
  ['ERR_EWS_OVERLOAD', EXIT_CODES.busy],
  ['ERR_EWS_TIMEOUT', EXIT_CODES.busy],
  ['ERR_BOOKING_SLOT_TAKEN', EXIT_CODES.taken],
  ['ERR_CLI_USAGE', EXIT_CODES.usage],
])

/** Returns the exit code for what a command threw. It looks at the codes of errors, so that their classes needn't be loaded. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Finished) return error.exitCode
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return BY_ERROR.get(code) ?? EXIT_CODES.failed
}
