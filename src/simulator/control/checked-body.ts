import * as z from 'zod/mini'
import { checked } from '../../validation'
import { ControlError } from './control-error'

/**
 * Returns a value as its schema describes it.
 *
 * @throws ControlError with the place and the reason
 */
export const checkedBody = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> =>
  checked(schema, value, (...issues) => {
    const problems = issues.map(({ path, message }) => `${path || 'The body'}: ${message}`)
    return new ControlError('BAD_REQUEST', problems.join('; '))
  })

/** An instant as in RFC 3339. The offset is required, since a time without one is ambiguous. */
export const instantText = z.iso.datetime({
  offset: true,
  error: 'must be a time with an offset, such as 2026-12-01T08:00:00Z',
})

/** `instantText` as a `Date`. */
export const instant = z.pipe(
  instantText,
  z.transform((text: string) => new Date(text)),
)
