import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'

export const calendars = described(
  buildCommand({
    docs: {
      brief: 'Lists the calendars of a mailbox',
      fullDescription: `Lists the calendars of a mailbox, nested ones too, and what the account may do in them. --json has their ids,
which are the option calendar of BookingCalendar.`,
    },
    parameters: { flags: { json, ...connectionFlags } },
    loader: async () => (await import('./calendars')).calendars,
  }),
  {
    examples: [
      { line: 'calendars --mailbox dr.meier@example.com', purpose: 'See what the account may do' },
      { line: 'calendars --mailbox dr.meier@example.com --json', purpose: 'Get the ids of the calendars' },
    ],
  },
)
