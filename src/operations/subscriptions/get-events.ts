import { type ComplexType, optional, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { messages } from '../types/namespaces'
import { Notification } from './notification'
import { SubscriptionId, Watermark } from './subscription-id'

const getEventsRequest = {
  /** The id of the subscription. */
  subscriptionId: SubscriptionId,
  /** The position after the last event that the client knows, at first the one that Subscribe returned. */
  watermark: Watermark,
} as const

/** The subscription, and the position since which events are wanted (MS-OXWSNTIF, GetEventsType). */
export interface GetEventsRequest extends ValueOfParts<[typeof getEventsRequest]> {}
const GetEventsRequest: ComplexType<GetEventsRequest> = messages.complexType(getEventsRequest)

const getEventsResponseMessage = {
  ...responseMessage,
  /** The events since the watermark. Without any, it has one status event. */
  notification: optional(Notification),
} as const

/** The events of a pull subscription (MS-OXWSNTIF, GetEventsResponseMessageType). */
export interface GetEventsResponseMessage extends ValueOfParts<[typeof getEventsResponseMessage]> {}
const GetEventsResponseMessage: ComplexType<GetEventsResponseMessage> = messages.complexType(getEventsResponseMessage)

const getEventsResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ getEventsResponseMessage: GetEventsResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSNTIF, GetEventsResponseType). */
export interface GetEventsResponse extends ValueOfParts<[typeof getEventsResponse]> {}
const GetEventsResponse: ComplexType<GetEventsResponse> = messages.complexType(getEventsResponse)

/** Returns the events of a pull subscription, and starts its timeout anew (MS-OXWSNTIF, GetEvents). */
export const GetEvents: Operation<GetEventsRequest, GetEventsResponse> = {
  name: 'GetEvents',
  request: messages.element('GetEvents', GetEventsRequest),
  response: messages.element('GetEventsResponse', GetEventsResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
