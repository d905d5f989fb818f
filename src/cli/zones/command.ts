import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'

export const zones = described(
  buildCommand({
    docs: {
      brief: "Lists the server's time zones",
      fullDescription: `Lists the time zones that the server knows, by their Windows ids: what windowsZones
of BookingCalendar may name. Their names are in the language of the mailbox.`,
    },
    parameters: {
      positional: {
        kind: 'tuple',
        parameters: [{ brief: 'Only those with this word', placeholder: '<word>', parse: String, optional: true }],
      },
      flags: { json, ...connectionFlags },
    },
    loader: async () => (await import('./zones')).zones,
  }),
  {
    synopsis: '[<word>]',
    examples: [
      { line: 'zones', purpose: 'See all of them' },
      { line: 'zones europe', purpose: 'Find those of Europe' },
    ],
  },
)
