import { anyNamespace, type ComplexType, enumeration, integer, optional, type ValueOfParts } from '../../xml'
import type { StreamedOperation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { messages, types } from '../types/namespaces'
import { Notification } from './notification'
import { SubscriptionId } from './subscription-id'

const getStreamingEventsRequest = {
  /** The ids of the subscriptions, at most 200. A second connection for a subscription ends the first one. */
  subscriptionIds: messages.nonEmptyArrayOf({ subscriptionId: types.ref(SubscriptionId) }),
  /** The time in minutes, from 1 to 30, after which the server closes the connection. */
  connectionTimeout: integer({ minInclusive: 1, maxInclusive: 30 }),
} as const

/** The subscriptions, and the time that the connection stays open (MS-OXWSNTIF, GetStreamingEventsType). */
export interface GetStreamingEventsRequest extends ValueOfParts<[typeof getStreamingEventsRequest]> {}
const GetStreamingEventsRequest: ComplexType<GetStreamingEventsRequest> =
  messages.complexType(getStreamingEventsRequest)

const getStreamingEventsResponseMessage = {
  ...responseMessage,
  /** The events that happened since the last document of the stream. */
  notifications: optional(types.arrayOf({ notification: Notification })),
  /** The subscriptions that the server refused. Servers differ in the namespace of the ids. */
  errorSubscriptionIds: optional(types.nonEmptyArrayOf({ subscriptionId: anyNamespace(SubscriptionId) })),
  /** The state of the connection. After `Closed` nothing follows: ask again with the same ids. */
  connectionStatus: optional(enumeration('OK', 'Closed')),
} as const

/** One part of the stream (MS-OXWSNTIF, GetStreamingEventsResponseMessageType). */
export interface GetStreamingEventsResponseMessage extends ValueOfParts<[typeof getStreamingEventsResponseMessage]> {}
const GetStreamingEventsResponseMessage: ComplexType<GetStreamingEventsResponseMessage> = messages.complexType(
  getStreamingEventsResponseMessage,
)

const getStreamingEventsResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ getStreamingEventsResponseMessage: GetStreamingEventsResponseMessage }),
} as const

/** One document of the stream (MS-OXWSNTIF, GetStreamingEventsResponseType). */
export interface GetStreamingEventsResponse extends ValueOfParts<[typeof getStreamingEventsResponse]> {}
const GetStreamingEventsResponse: ComplexType<GetStreamingEventsResponse> =
  messages.complexType(getStreamingEventsResponse)

/** Returns events as they happen. The answer is a stream of many envelopes, each of which this describes (MS-OXWSNTIF, GetStreamingEvents). */
export const GetStreamingEvents: StreamedOperation<GetStreamingEventsRequest, GetStreamingEventsResponse> = {
  name: 'GetStreamingEvents',
  request: messages.element('GetStreamingEvents', GetStreamingEventsRequest),
  response: messages.element('GetStreamingEventsResponse', GetStreamingEventsResponse),
  safe: true,
  streamed: true,
  responseMessages: (response) => response.responseMessages,
}
