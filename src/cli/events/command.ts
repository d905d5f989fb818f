import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'
import { on } from '../option'
import { windowFlags } from '../time/window'

export const events = described(
  buildCommand({
    docs: {
      brief: 'Lists the appointments of a calendar',
      fullDescription: `Lists the appointments of a calendar with their titles. Series come as their
occurrences. Private appointments come as times, unless --private is given.`,
    },
    parameters: {
      flags: {
        ...windowFlags,
        private: on("Show private appointments too, for the owner's eyes"),
        json,
        ...connectionFlags,
      },
    },
    loader: async () => (await import('./events')).events,
  }),
  {
    examples: [
      { line: 'events --mailbox dr.meier@example.com', purpose: 'See the next seven days' },
      {
        line: 'events --mailbox dr.meier@example.com --days 1 --json',
        purpose: 'Read all that is known of the appointments of today',
      },
    ],
  },
)
