import {
  attribute,
  boolean,
  type ComplexType,
  choice,
  enumeration,
  integer,
  nonEmptyText,
  optional,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { FolderIds } from '../types/folder-id'
import { messages, types } from '../types/namespaces'

const subscription = {
  /** True to subscribe to all folders of the mailbox, instead of `folderIds`. */
  subscribeToAllFolders: optional(attribute(boolean)),
  /** The folders to subscribe to, all in one mailbox. */
  folderIds: optional(FolderIds),
  /** The kinds of events to report. */
  eventTypes: types.nonEmptyArrayOf({
    eventType: enumeration(
      'CopiedEvent',
      'CreatedEvent',
      'DeletedEvent',
      'ModifiedEvent',
      'MovedEvent',
      'NewMailEvent',
      'FreeBusyChangedEvent',
    ),
  }),
} as const

const pull = {
  /** The position from which events are reported. Defaults to now. */
  watermark: optional(nonEmptyText),
  /** The time in minutes, from 1 to 1440, after which the server ends the subscription if nobody asks for events. */
  timeout: integer({ minInclusive: 1, maxInclusive: 1440 }),
} as const

/** A subscription whose events the client asks for with GetEvents (MS-OXWSNTIF, PullSubscriptionRequestType). */
export interface PullSubscriptionRequest extends ValueOfParts<[typeof subscription, typeof pull]> {}
const PullSubscriptionRequest: ComplexType<PullSubscriptionRequest> = types.complexType(subscription, pull)

/** A subscription whose events the server sends to GetStreamingEvents (MS-OXWSNTIF, StreamingSubscriptionRequestType). */
export interface StreamingSubscriptionRequest extends ValueOfParts<[typeof subscription]> {}
const StreamingSubscriptionRequest: ComplexType<StreamingSubscriptionRequest> = types.complexType(subscription)

const subscribeRequest = choice({
  /** A subscription whose events the client asks for with GetEvents. */
  pullSubscriptionRequest: PullSubscriptionRequest,
  /** A subscription whose events the server sends to GetStreamingEvents. */
  streamingSubscriptionRequest: StreamingSubscriptionRequest,
})

/** A pull subscription or a streaming one (MS-OXWSNTIF, SubscribeType). */
export type SubscribeRequest = ValueOfParts<[typeof subscribeRequest]>
const SubscribeRequest: ComplexType<SubscribeRequest> = messages.complexType(subscribeRequest)

const subscribeResponseMessage = {
  ...responseMessage,
  /** The id of the subscription. Only the account that created it may use it. */
  subscriptionId: optional(nonEmptyText),
  /** The position from which a pull subscription reports events. */
  watermark: optional(nonEmptyText),
} as const

/** The new subscription (MS-OXWSNTIF, SubscribeResponseMessageType). */
export interface SubscribeResponseMessage extends ValueOfParts<[typeof subscribeResponseMessage]> {}
const SubscribeResponseMessage: ComplexType<SubscribeResponseMessage> = messages.complexType(subscribeResponseMessage)

const subscribeResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ subscribeResponseMessage: SubscribeResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSNTIF, SubscribeResponseType). */
export interface SubscribeResponse extends ValueOfParts<[typeof subscribeResponse]> {}
const SubscribeResponse: ComplexType<SubscribeResponse> = messages.complexType(subscribeResponse)

/** Subscribes to the events of folders in one mailbox. Delegates are refused, so impersonate the owner (MS-OXWSNTIF, Subscribe). */
export const Subscribe: Operation<SubscribeRequest, SubscribeResponse> = {
  name: 'Subscribe',
  request: messages.element('Subscribe', SubscribeRequest),
  response: messages.element('SubscribeResponse', SubscribeResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
