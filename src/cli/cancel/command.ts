import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'

export const cancel = described(
  buildCommand({
    docs: {
      brief: 'Cancels bookings',
      fullDescription: `Cancels what 'book' printed: JSON on standard input or in a file, one booking or
several, one a line. Attendees are told. A booking that is gone already is no error.`,
    },
    parameters: {
      positional: {
        kind: 'tuple',
        parameters: [
          { brief: 'The JSON; defaults to standard input', placeholder: '<file>', parse: String, optional: true },
        ],
      },
      flags: connectionFlags,
    },
    loader: async () => (await import('./cancel')).cancel,
  }),
  {
    synopsis: '[<file>]',
    examples: [
      { line: 'cancel booking.json', purpose: "Cancel what 'book' printed" },
      { line: 'cancel < bookings.jsonl', purpose: 'Cancel several' },
    ],
  },
)
