import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'

export const demo = described(
  buildCommand({
    docs: {
      brief: 'Books, shows and cancels an appointment',
      fullDescription: `Books an appointment in the coming week, shows it, and cancels it again: in a
simulated Exchange, or in yours if --url or EWS_URL names it.`,
    },
    parameters: { flags: connectionFlags },
    loader: async () => (await import('./demo')).demo,
  }),
  {
    examples: [
      { line: 'demo', purpose: 'Try it without an Exchange' },
      { line: 'demo --trace', purpose: 'Show every envelope too' },
      {
        line: 'demo --url mail.example.com --impersonate dr.meier@example.com',
        purpose: 'Try it with your own Exchange',
      },
    ],
  },
)
