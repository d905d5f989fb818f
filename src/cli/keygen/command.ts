import { buildCommand } from '@stricli/core'
import { described } from '../described-command'
import { json } from '../json'

export const keygen = described(
  buildCommand({
    docs: {
      brief: 'Makes a key for the vault',
      fullDescription: `Makes a key for the vault (ews-booking/crypto), and prints it with its id (kid)
as lines of an environment file. It is written nowhere else.`,
    },
    parameters: { flags: { json } },
    loader: async () => (await import('./keygen')).keygen,
  }),
  {
    examples: [
      { line: 'keygen >> .env', purpose: 'Keep a new key in an environment file' },
      { line: 'keygen --json', purpose: 'Print {"key":...,"kid":...}' },
    ],
  },
)
