import { type CallOptions, type EwsClient, type EwsError, EwsResponseError } from 'ews-booking'
import { runSteps } from '../concurrency'
import { type Addressee, addresseesOf } from './addressee'

/** The rooms of a room list, or why they are unknown. */
type ListedRooms =
  | {
      /** In the server's order. */
      readonly rooms: readonly Addressee[]
      /** Whether these are all. Exchange returns at most 100 rooms of a list. */
      readonly isComplete: boolean
      readonly error?: undefined
    }
  | {
      readonly error: EwsError
      readonly rooms?: undefined
      readonly isComplete?: undefined
    }

/** A room list of an organization, with its rooms or the reason why they are unknown. */
export type RoomList = Addressee & ListedRooms

/** The most rooms that Exchange returns (Microsoft, "Room mailboxes"). */
const MOST_ROOMS = 100

/**
 * Returns the room lists of the organization with their rooms. A list whose rooms can't be read has `error`.
 *
 * @throws EwsError if the lists can't be read
 */
export async function roomListsOf(client: EwsClient, { signal }: CallOptions): Promise<RoomList[]> {
  const { roomLists = [], error } = await client.getRoomLists({}, { signal })
  if (error !== undefined) throw error
  const found = addresseesOf(roomLists)
  const lists: RoomList[] = []
  const positions = found.entries()
  await runSteps(
    client.maxConnections,
    signal,
    { next: () => positions.next().value },
    async ([index, list], either) => {
      lists[index] = { ...list, ...(await roomsOf(client, list, either)) }
    },
  )
  return lists
}

async function roomsOf(client: EwsClient, { address }: Addressee, signal: AbortSignal): Promise<ListedRooms> {
  try {
    const { rooms = [], error } = await client.getRooms({ roomList: { emailAddress: address } }, { signal })
    if (error !== undefined) return { error }
    const found = rooms.flatMap(({ id }) => id ?? [])
    return { rooms: addresseesOf(found), isComplete: rooms.length < MOST_ROOMS }
  } catch (error) {
    if (error instanceof EwsResponseError && !error.retryable) return { error }
    throw error
  }
}
