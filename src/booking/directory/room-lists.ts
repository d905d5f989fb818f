import { type CallOptions, type EwsClient, type EwsError, EwsResponseError } from 'ews-booking'
import { runSteps } from '../concurrency'
import { type Addressee, addresseesOf } from './addressee'

/** A room list of an organization, with its rooms or the reason why they are unknown. */
export type RoomList = Addressee &
  (
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
  )

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
      lists[index] = await withRooms(client, list, either)
    },
  )
  return lists
}

async function withRooms(client: EwsClient, list: Addressee, signal: AbortSignal): Promise<RoomList> {
  try {
    const { rooms = [], error } = await client.getRooms({ roomList: { emailAddress: list.address } }, { signal })
    if (error !== undefined) return { ...list, error }
    const found = rooms.flatMap(({ id }) => id ?? [])
    return { ...list, rooms: addresseesOf(found), isComplete: rooms.length < MOST_ROOMS }
  } catch (error) {
    if (error instanceof EwsResponseError && !error.retryable) return { ...list, error }
    throw error
  }
}
