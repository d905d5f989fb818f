import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'

export const rooms = described(
  buildCommand({
    docs: {
      brief: 'Lists the rooms of the organization',
      fullDescription: `Lists the rooms of the organization by their room lists. An administrator makes
those with New-DistributionGroup -RoomList; rooms in none of them can't be listed.`,
    },
    parameters: { flags: { json, ...connectionFlags } },
    loader: async () => (await import('./rooms')).rooms,
  }),
  { examples: [{ line: 'rooms', purpose: 'See which rooms there are' }] },
)
