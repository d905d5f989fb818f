import * as z from 'zod/mini'

/** Whether a text or the bytes of one are PEM. */
export const isPem = z.refine<string | { includes(text: string): boolean }>(
  (value) => value.includes('-----BEGIN '),
  'must be PEM, which begins with -----BEGIN',
)
