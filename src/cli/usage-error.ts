/** The command line, or a variable of the environment, is wrong. The message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'ERR_CLI_USAGE'
}
