import { GetRoomLists } from '../../operations'
import { noError } from '../soap/response-message'
import { service } from './service'

/** MS-OXWSGTRM, GetRoomLists. */
export const getRoomLists = service(GetRoomLists, (_request, { store }) => ({
  ...noError,
  roomLists: store.directory.roomLists(),
}))
