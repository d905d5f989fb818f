import { UsageError } from './usage-error'

/** An option with a text. */
export const text = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: String, brief, placeholder, optional: true }) as const

/** An option that is there or not. */
export const on = (brief: string) => ({ kind: 'boolean', brief, default: false, withNegated: false }) as const

/** An option with a whole number. */
export const wholeNumber = (brief: string, placeholder: string, { min, max }: { min: number; max: number }) =>
  ({
    kind: 'parsed',
    brief,
    placeholder,
    optional: true,
    parse: (input: string) => {
      const value = /^\d{1,9}$/.test(input) ? Number(input) : Number.NaN
      if (value >= min && value <= max) return value
      throw new UsageError(`${input} is not a whole number from ${min} to ${max}`)
    },
  }) as const

/** An option with a time of day. */
export const timeOfDay = (brief: string, placeholder: string) =>
  ({
    ...text(brief, placeholder),
    parse: (input: string) => {
      if (/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(input)) return input
      throw new UsageError(`${input} is not a time of day such as 09:30`)
    },
  }) as const

/** Any number of mailboxes as arguments. */
export const mailboxes = (brief: string) =>
  ({ kind: 'array', parameter: { brief, placeholder: '<mailbox>', parse: String } }) as const
