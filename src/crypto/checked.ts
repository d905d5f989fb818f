import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { VaultConfigError, type VaultError } from './vault-error'

/** What is wrong with an input: where, and why. It quotes nothing of it. */
export interface Issue {
  readonly code: string | undefined
  /** `impersonate.primarySmtpAddress`; empty where it is the whole. */
  readonly path: string
  readonly message: string
}

/** zod's English messages, without a change for the whole process. */
const { localeError: english } = en()

/**
 * The input as the schema has it, of its own members only. Of the first thing that is wrong `refusal` makes the error that is thrown.
 */
export function checked<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
  refusal: (issue: Issue) => VaultError,
): z.output<Schema> {
  const result = schema.safeParse(own(input), { error: english })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = (issue?.path ?? []).map(String).join('.')
  throw refusal({ code: issue?.code, path, message: issue?.message ?? 'invalid' })
}

/** A member that is a function; what it takes and gives is for its type to say. */
export const callable = <Callable>() => z.custom<Callable>((value) => typeof value === 'function', 'must be a function')

/** The refusal of options: it names the one that is wrong. */
export function optionError({ path, message }: Issue): VaultConfigError {
  const what = path === '' ? 'The options' : `The option ${path}`
  return new VaultConfigError(`${what}: ${message}`)
}

/** So that what somebody has put into `Object.prototype` chooses nothing: not that plaintext is written, least of all. */
function own(input: unknown): unknown {
  const hasMembers = typeof input === 'object' && input !== null && !Array.isArray(input)
  return hasMembers ? Object.assign(Object.create(null), input) : input
}
