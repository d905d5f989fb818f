import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'
import { mailboxes, on, timeOfDay, wholeNumber } from '../option'
import { windowFlags } from '../time/window'

export const freeSlots = described(
  buildCommand({
    docs: {
      brief: 'Lists times that can be booked',
      fullDescription: `Lists times when all of the mailboxes are free, or any one of them with --any,
on weekdays between --open and --close.`,
    },
    parameters: {
      positional: mailboxes('Addresses; defaults to --mailbox'),
      flags: {
        minutes: wholeNumber('How long the appointment takes; defaults to 30', 'NUMBER', { min: 1, max: 1_440 }),
        open: timeOfDay('First time of day; defaults to 09:00', 'TIME'),
        close: timeOfDay('Last time of day; defaults to 17:00', 'TIME'),
        weekends: on('Include Saturdays and Sundays'),
        any: on('One free mailbox is enough'),
        ...windowFlags,
        json,
        ...connectionFlags,
      },
    },
    loader: async () => (await import('./free-slots')).freeSlots,
  }),
  {
    synopsis: '[<mailbox>...]',
    examples: [
      { line: 'free-slots dr.meier@example.com --minutes 60', purpose: 'Find a free hour in the next seven days' },
      {
        line: 'free-slots dr.meier@example.com room-1@example.com --days 1',
        purpose: 'Find when both are free today',
      },
    ],
  },
)
