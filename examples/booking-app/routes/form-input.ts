import { type ZodString, type ZodType, z } from 'zod'
import type { FormState } from '../pages/field'
import type { Words } from '../words/words'

/** What somebody sent, and what it means if nothing is wrong with it. */
export interface FormInput<Fields> extends FormState {
  readonly fields: Fields | undefined
}

/** Reads the texts of a form. */
export function readForm<Fields>(body: Readonly<Record<string, unknown>>, schema: ZodType<Fields>): FormInput<Fields> {
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const values = Object.fromEntries(texts)
  const { success, data, error } = schema.safeParse(values)
  if (success) return { values, errors: {}, fields: data }
  // Of several errors of a field, the first one counts.
  const errors = error.issues.map(({ path, message }) => [String(path[0]), message]).reverse()
  return { values, errors: Object.fromEntries(errors), fields: undefined }
}

/** A text of at most so many characters. */
export const text = (words: Words, most: number): ZodString =>
  z.string(words.required).trim().max(most, words.tooLong(most))

/** A text that must not be empty. */
export const neededText = (words: Words, most: number): ZodString => text(words, most).min(1, words.required)

/** A mail address, or nothing. */
export const optionalMail = (words: Words) =>
  z.union([z.literal(''), z.string().trim().pipe(z.email(words.badMail).max(254))], words.badMail).default('')
