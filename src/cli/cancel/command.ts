import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { text } from '../option'

export const cancel = described(
  buildCommand({
    docs: {
      brief: 'Cancels bookings',
      fullDescription: `Cancels what 'book' printed: JSON on standard input or in a file, one booking or
several, one a line. Or cancels the one with --key in the mailbox's own calendar.
Attendees are told. A booking that is gone already is no error; a key without a
booking is one. If the account impersonates, it acts for the mailbox of each
booking.`,
    },
    parameters: {
      positional: {
        kind: 'tuple',
        parameters: [
          { brief: 'The JSON; defaults to standard input', placeholder: '<file>', parse: String, optional: true },
        ],
      },
      flags: { key: text('The --key that was booked with, in place of the JSON', 'KEY'), ...connectionFlags },
    },
    loader: async () => (await import('./cancel')).cancel,
  }),
  {
    synopsis: '[<file> | --key KEY]',
    examples: [
      { line: 'cancel booking.json', purpose: "Cancel what 'book' printed" },
      { line: 'cancel < bookings.jsonl', purpose: 'Cancel several' },
      {
        line: 'cancel --key order-4711 --mailbox dr.meier@example.com',
        purpose: 'Cancel the booking of an order',
      },
    ],
  },
)
