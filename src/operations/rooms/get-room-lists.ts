import { type ComplexType, optional, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { EmailAddress } from '../types/email-address'
import { messages, types } from '../types/namespaces'

/** A request without fields: `{}`. Call options such as `signal` are the next argument (MS-OXWSGTRM, GetRoomListsType). */
export type GetRoomListsRequest = Record<string, never>
const GetRoomListsRequest: ComplexType<GetRoomListsRequest> = messages.complexType({})

const getRoomListsResponse = {
  ...responseMessage,
  /** The room lists by their addresses. Many organizations have none. */
  roomLists: optional(types.arrayOf({ address: EmailAddress })),
} as const

/** The room lists of the organization (MS-OXWSGTRM, GetRoomListsResponseMessageType). */
export interface GetRoomListsResponse extends ValueOfParts<[typeof getRoomListsResponse]> {}
const GetRoomListsResponse: ComplexType<GetRoomListsResponse> = messages.complexType(getRoomListsResponse)

/** Returns the room lists of the organization: distribution groups of rooms (MS-OXWSGTRM, GetRoomLists). */
export const GetRoomLists: Operation<GetRoomListsRequest, GetRoomListsResponse> = {
  name: 'GetRoomLists',
  request: messages.element('GetRoomLists', GetRoomListsRequest),
  response: messages.element('GetRoomListsResponse', GetRoomListsResponse),
  safe: true,
  responseMessages: (response) => [response],
}
