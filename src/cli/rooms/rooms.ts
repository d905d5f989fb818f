import type { EwsClient } from 'ews-booking'
import { withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { table } from '../table'

interface Place {
  readonly name: string
  readonly address: string
}

interface RoomList extends Place {
  readonly rooms: readonly Place[]
}

/** Prints the room lists of the organization with their rooms. */
export async function rooms(this: Surroundings, flags: ConnectionFlags & { readonly json: boolean }): Promise<void> {
  const lists = await withClient(flags, this, (client) => roomLists(client, this.signal))
  if (flags.json) this.print(JSON.stringify(lists))
  else if (lists.length === 0) {
    this.note('The organization has no room lists. An administrator makes one with\nNew-DistributionGroup -RoomList.')
  } else this.print(lists.map(described).join('\n\n'))
}

async function roomLists(client: EwsClient, signal: AbortSignal): Promise<RoomList[]> {
  const { roomLists = [], error } = await client.getRoomLists({}, { signal })
  if (error !== undefined) throw error
  const lists: RoomList[] = []
  for (const list of roomLists) {
    const answer = await client.getRooms({ roomList: { emailAddress: list.emailAddress } }, { signal })
    if (answer.error !== undefined) throw answer.error
    lists.push({ ...placeOf(list), rooms: (answer.rooms ?? []).map(({ id = {} }) => placeOf(id)) })
  }
  return lists
}

const placeOf = ({
  name = '',
  emailAddress = '',
}: {
  name?: string | undefined
  emailAddress?: string | undefined
}) => ({
  name,
  address: emailAddress,
})

const described = ({ name, address, rooms }: RoomList): string =>
  [
    `${onTerminal(name)} (${onTerminal(address)})`,
    table(rooms.map((room) => [onTerminal(room.address), onTerminal(room.name)])),
  ].join('\n')
