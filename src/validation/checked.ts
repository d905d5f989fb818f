import type * as z from 'zod/mini'
import { wordsFor } from './words'

/** A problem in an input: the place, and the reason. It never quotes a value. */
export interface Issue {
  readonly code: string | undefined
  /** `impersonate.primarySmtpAddress`. Empty if the input as a whole is wrong. */
  readonly path: string
  readonly message: string
}

/**
 * Returns `input` as `schema` describes it, made of the input's own members only.
 *
 * @param refusal makes the error to throw from the first issue and those after it
 */
export function checked<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
  refusal: (issue: Issue, ...further: readonly Issue[]) => Error,
): z.output<Schema> {
  const result = schema.safeParse(own(input), { error: wordsFor })
  if (result.success) return result.data
  const [first = { code: undefined, path: '', message: 'invalid' }, ...further] = result.error.issues.map(issueOf)
  throw refusal(first, ...further)
}

const issueOf = ({ code, path, message }: z.core.$ZodIssue): Issue => ({
  code,
  path: path.map(String).join('.'),
  message,
})

/** Keeps anything that was put into `Object.prototype` from choosing an option. */
function own(input: unknown): unknown {
  const hasMembers = typeof input === 'object' && input !== null && !Array.isArray(input)
  return hasMembers ? Object.assign(Object.create(null), input) : input
}
