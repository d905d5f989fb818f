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

/** Returns the input's own members alone: what was put into `Object.prototype` must not become an option, such as `tls.rejectUnauthorized`. */
function own(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const members = Object.entries(input).map(([name, value]) => [name, isData(value) ? withoutPrototype(value) : value])
  return withoutPrototype(Object.fromEntries(members))
}

const withoutPrototype = (value: object): object => Object.assign(Object.create(null), value)

/** Whether a value is a plain object. One with functions, such as a mock, has to stay the object that it is. */
const isData = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.values(value).every((member) => typeof member !== 'function')
