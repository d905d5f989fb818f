import { BookingCalendar, type RoomList } from 'ews-booking/booking'
import { withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { table } from '../table'

/** Prints the room lists of the organization with their rooms. */
export async function rooms(this: Surroundings, flags: ConnectionFlags & { readonly json: boolean }): Promise<void> {
  const lists = await withClient(flags, this, (client) => BookingCalendar.rooms(client, { signal: this.signal }))
  for (const { error } of lists) if (error !== undefined) throw error
  if (flags.json) this.print(JSON.stringify(lists))
  else if (lists.length === 0) {
    this.note('The organization has no room lists. An administrator makes one with\nNew-DistributionGroup -RoomList.')
  } else this.print(lists.map(described).join('\n\n'))
}

const described = ({ name, address, rooms = [] }: RoomList): string =>
  [
    `${onTerminal(name)} (${onTerminal(address)})`,
    table(rooms.map((room) => [onTerminal(room.address), onTerminal(room.name)])),
  ].join('\n')
