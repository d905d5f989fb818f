import { UsageError } from './usage-error'

/** Options by which people pass a secret, here or in other tools. */
const SECRET = /^(--?(pass(word|wd|phrase)?|pw|pwd|secret|token|access-?token|bearer)|-p)(=|$)/i

/**
 * Refuses a secret as an argument, before anything could quote it.
 *
 * @throws UsageError
 */
export function refuseSecrets(parameters: readonly string[]): void {
  const option = parameters.map((parameter) => SECRET.exec(parameter)?.[1]).find((found) => found !== undefined)
  if (option === undefined) return
  const variable = /token|bearer/i.test(option) ? 'EWS_TOKEN' : 'EWS_PASSWORD'
  throw new UsageError(
    `${option} is refused: every user of this machine can read arguments in the list\n` +
      `of processes, and the shell keeps them in its history. Set ${variable}, or\n` +
      'leave it out to be asked.',
  )
}
