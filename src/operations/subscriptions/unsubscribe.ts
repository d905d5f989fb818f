import type { ComplexType, ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { messages } from '../types/namespaces'
import { SubscriptionId } from './subscription-id'

const unsubscribeRequest = {
  /** The id of the subscription. */
  subscriptionId: SubscriptionId,
} as const

/** The subscription to end (MS-OXWSNTIF, UnsubscribeType). */
export interface UnsubscribeRequest extends ValueOfParts<[typeof unsubscribeRequest]> {}
const UnsubscribeRequest: ComplexType<UnsubscribeRequest> = messages.complexType(unsubscribeRequest)

const unsubscribeResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ unsubscribeResponseMessage: ResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSNTIF, UnsubscribeResponseType). */
export interface UnsubscribeResponse extends ValueOfParts<[typeof unsubscribeResponse]> {}
const UnsubscribeResponse: ComplexType<UnsubscribeResponse> = messages.complexType(unsubscribeResponse)

/** Ends a subscription, pull or streaming (MS-OXWSNTIF, Unsubscribe). */
export const Unsubscribe: Operation<UnsubscribeRequest, UnsubscribeResponse> = {
  name: 'Unsubscribe',
  request: messages.element('Unsubscribe', UnsubscribeRequest),
  response: messages.element('UnsubscribeResponse', UnsubscribeResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
