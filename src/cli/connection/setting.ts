import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'

/** Returns a variable of the environment. An empty one counts as missing. */
export const variable = (name: string, { environment }: Pick<Surroundings, 'environment'>): string | undefined =>
  environment[name] || undefined

interface Asking {
  /** Whether what is typed stays invisible. */
  readonly hidden?: boolean
  /** The option that says the same. */
  readonly flag?: string
}

/**
 * Returns a variable of the environment, or asks the person at the terminal.
 *
 * @throws UsageError without an answer
 */
export async function needed(
  name: string,
  question: string,
  surroundings: Surroundings,
  { hidden = false, flag }: Asking = {},
): Promise<string> {
  const value = variable(name, surroundings) ?? (await surroundings.ask(question, { hidden }))
  if (value) return value
  const ways = flag === undefined ? `Set ${name}` : `Set ${name}, or pass --${flag}`
  throw new UsageError(`${ways}. ${value === '' ? 'Nothing was typed' : 'There is no terminal to ask on'}.`)
}
