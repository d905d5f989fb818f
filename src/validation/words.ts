import type * as z from 'zod/mini'
import { unknownNames } from './unknown-names'

/** What a type is called in a message. */
const NAMES: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a string',
}

/** Says what is wrong with a value, after its name: `must be a string, and undefined was given`. It never quotes the value. */
export const wordsFor: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${NAMES[issue.expected] ?? issue.expected}, and ${kindOf(issue.input)} was given`
    case 'too_small':
      return `must ${bound(issue.origin, issue.minimum, issue.inclusive ? 'at least' : 'more than')}`
    case 'too_big':
      return `must ${bound(issue.origin, issue.maximum, issue.inclusive ? 'at most' : 'less than')}`
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}, and ${kindOrOther(issue.input)} was given`
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `must be ${oneOf(issue.options)}, and ${kindOrOther(memberOf(issue.input, issue.discriminator))} was given`
        : 'has none of the forms that it may have'
    case 'unrecognized_keys':
      return unknownNames(issue)
    default:
      return 'is not valid'
  }
}

function bound(origin: string, limit: number | bigint, comparison: string): string {
  if (origin === 'string') {
    return Number(limit) === 1 && comparison === 'at least' ? 'not be empty' : `have ${comparison} ${limit} characters`
  }
  if (origin === 'array' || origin === 'set') return `have ${comparison} ${limit} ${limit === 1 ? 'entry' : 'entries'}`
  return `be ${comparison} ${limit}`
}

const oneOf = (values: readonly unknown[]): string => {
  const words = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`
}

/** The kind of a value that was given. The value itself may be a password in the wrong place. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Date) return 'a Date'
  if (value instanceof URL) return 'a URL'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number' && !Number.isInteger(value)) return Number.isNaN(value) ? 'NaN' : 'a fraction'
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`
}

const kindOrOther = (value: unknown): string => (typeof value === 'string' ? 'something else' : kindOf(value))

const memberOf = (input: unknown, name: string | undefined): unknown =>
  typeof input === 'object' && input !== null && name !== undefined
    ? Object.getOwnPropertyDescriptor(input, name)?.value
    : undefined
