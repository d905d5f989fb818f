import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'
import { mailboxes } from '../option'
import { windowFlags } from '../time/window'

export const freeBusy = described(
  buildCommand({
    docs: {
      brief: 'Shows when mailboxes are busy, as a picture',
      fullDescription: `Shows when mailboxes are busy: one as a week, several side by side. Exchange is
asked for times only, so titles never leave it.`,
    },
    parameters: {
      positional: mailboxes('Addresses; defaults to --mailbox'),
      flags: { ...windowFlags, json, ...connectionFlags },
    },
    loader: async () => (await import('./free-busy')).freeBusy,
  }),
  {
    synopsis: '[<mailbox>...]',
    examples: [
      { line: 'free-busy dr.meier@example.com', purpose: 'See the next seven days' },
      {
        line: 'free-busy dr.meier@example.com room-1@example.com --days 1',
        purpose: 'Compare two calendars today',
      },
      { line: 'free-busy dr.meier@example.com --from 2026-12-07 --json', purpose: 'Pass the times on to a program' },
    ],
  },
)
