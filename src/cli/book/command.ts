import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { text, wholeNumber } from '../option'
import { timeZone } from '../time/window'

export const book = described(
  buildCommand({
    docs: {
      brief: 'Makes an appointment, exactly once',
      fullDescription: `Makes an appointment, and prints as JSON what to store of it. The same command
with the same --key makes no second one. A time that is taken is refused (exit
code 7).`,
    },
    parameters: {
      flags: {
        start: { ...text('When it begins: 2026-12-01T09:30', 'TIME'), optional: false },
        end: text('When it ends; or give --minutes', 'TIME'),
        minutes: wholeNumber('How long it takes; defaults to 30', 'NUMBER', { min: 1, max: 527_040 }),
        title: { ...text('What people see in the calendar', 'TEXT'), optional: false },
        description: text('More about it', 'TEXT'),
        location: text('Where it takes place', 'TEXT'),
        attendee: {
          kind: 'parsed',
          parse: String,
          brief: 'Invite somebody; can be given several times',
          placeholder: 'ADDRESS',
          optional: true,
          variadic: true,
        },
        key: text('Your own name for the booking; defaults to a new one', 'KEY'),
        timeZone,
        ...connectionFlags,
      },
    },
    loader: async () => (await import('./book')).book,
  }),
  {
    synopsis: '--start TIME --title TEXT',
    examples: [
      {
        line: 'book --start 2026-12-01T09:30 --title Review > booking.json',
        purpose: 'Book half an hour, and keep what cancels it again',
      },
      {
        line: "book --start 'tomorrow 14:00' --title Review --key order-4711",
        purpose: 'Book for an order, once however often it is tried',
      },
    ],
  },
)
