import { GetRooms } from '../../operations'
import { errorMessage, noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** The most rooms in one answer (Microsoft, "Room mailboxes"). */
const MOST_ROOMS = 100

/** MS-OXWSGTRM, GetRooms. */
export const getRooms = service(GetRooms, ({ roomList }, { store: { directory } }) => {
  const group = directory.group(roomList.emailAddress ?? '')
  if (!group?.isRoomList) {
    return errorMessage(new ServiceError('ErrorNameResolutionNoResults', 'No results were found.'))
  }
  const rooms = directory.membersOf(group).slice(0, MOST_ROOMS)
  return { ...noError, rooms: rooms.map((id) => ({ id })) }
})
