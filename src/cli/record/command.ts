import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { on, text } from '../option'

export const record = described(
  buildCommand({
    docs: {
      brief: 'Records what your Exchange says, without personal data',
      fullDescription: `Calls your Exchange and writes requests and answers to a folder: for an issue, or as fixtures. Texts, names,
addresses, ids and hosts are replaced; structure, times and odd characters stay. Only what is known to be harmless is kept. Still, look
at the files before you pass them on.`,
    },
    parameters: {
      flags: {
        output: text('A new folder; defaults to ews-recording', 'FOLDER'),
        write: on('Make, move and cancel an appointment too, in a year'),
        ...connectionFlags,
      },
    },
    loader: async () => (await import('./record')).record,
  }),
  {
    examples: [
      { line: 'record --mailbox dr.meier@example.com', purpose: 'Record without changing anything' },
      { line: 'record --write --output for-the-issue', purpose: 'Record how it books, too' },
    ],
  },
)
