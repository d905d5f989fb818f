import { type ComplexType, optional, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { EmailAddress } from '../types/email-address'
import { messages, types } from '../types/namespaces'

const getRoomsRequest = {
  /** The room list, by its `emailAddress`. */
  roomList: EmailAddress,
} as const

/** The room list whose rooms are returned (MS-OXWSGTRM, GetRoomsType). */
export interface GetRoomsRequest extends ValueOfParts<[typeof getRoomsRequest]> {}
const GetRoomsRequest: ComplexType<GetRoomsRequest> = messages.complexType(getRoomsRequest)

const room = {
  /** The mailbox of the room. */
  id: optional(EmailAddress),
} as const

/** A room (MS-OXWSGTRM, RoomType). EWS knows nothing of its size, its building or its equipment. */
export interface Room extends ValueOfParts<[typeof room]> {}
const Room: ComplexType<Room> = types.complexType(room)

const getRoomsResponse = {
  ...responseMessage,
  /** The rooms of the list, at most 100. Rooms that are hidden from the address list are left out. */
  rooms: optional(types.arrayOf({ room: Room })),
} as const

/** The rooms of a room list (MS-OXWSGTRM, GetRoomsResponseMessageType). */
export interface GetRoomsResponse extends ValueOfParts<[typeof getRoomsResponse]> {}
const GetRoomsResponse: ComplexType<GetRoomsResponse> = messages.complexType(getRoomsResponse)

/** Returns the rooms of a room list (MS-OXWSGTRM, GetRooms). */
export const GetRooms: Operation<GetRoomsRequest, GetRoomsResponse> = {
  name: 'GetRooms',
  request: messages.element('GetRooms', GetRoomsRequest),
  response: messages.element('GetRoomsResponse', GetRoomsResponse),
  safe: true,
  responseMessages: (response) => [response],
}
