import {
  attribute,
  boolean,
  type ComplexType,
  choice,
  enumeration,
  integer,
  named,
  nonEmptyText,
  optional,
  text,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { FolderIds } from '../types/folder-id'
import { messages, types } from '../types/namespaces'
import { SubscriptionId, Watermark } from './subscription-id'

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
  watermark: optional(Watermark),
  /** The time in minutes, from 1 to 1440, after which the server ends the subscription if nobody asks for events. */
  timeout: integer({ minInclusive: 1, maxInclusive: 1440 }),
} as const

/** A subscription whose events the client asks for with GetEvents (MS-OXWSNTIF, PullSubscriptionRequestType). */
export interface PullSubscriptionRequest extends ValueOfParts<[typeof subscription, typeof pull]> {}
const PullSubscriptionRequest: ComplexType<PullSubscriptionRequest> = types.complexType(subscription, pull)

/** A subscription whose events the server sends to GetStreamingEvents (MS-OXWSNTIF, StreamingSubscriptionRequestType). */
export interface StreamingSubscriptionRequest extends ValueOfParts<[typeof subscription]> {}
const StreamingSubscriptionRequest: ComplexType<StreamingSubscriptionRequest> = types.complexType(subscription)

const push = {
  /** The position from which events are reported. Defaults to now. */
  watermark: optional(Watermark),
  /** How often the server sends a status event if there are no others, in minutes, from 1 to 1440. */
  statusFrequency: integer({ minInclusive: 1, maxInclusive: 1440 }),
  /** The address of a server of yours that Exchange can reach. It answers each notification, in SOAP, with OK or Unsubscribe. */
  url: named('URL', nonEmptyText),
  /** A text that comes with each notification. */
  callerData: optional(text),
} as const

/** A subscription whose events the server sends to an address of the client's (MS-OXWSNTIF, PushSubscriptionRequestType). */
export interface PushSubscriptionRequest extends ValueOfParts<[typeof subscription, typeof push]> {}
const PushSubscriptionRequest: ComplexType<PushSubscriptionRequest> = types.complexType(subscription, push)

const subscribeRequest = choice({
  /** A subscription whose events the client asks for with GetEvents. */
  pullSubscriptionRequest: PullSubscriptionRequest,
  /** A subscription whose events the server sends to an address of the client's. It needs a web server that Exchange can reach. */
  pushSubscriptionRequest: PushSubscriptionRequest,
  /** A subscription whose events the server sends to GetStreamingEvents. */
  streamingSubscriptionRequest: StreamingSubscriptionRequest,
})

/** A pull subscription, a push subscription or a streaming one (MS-OXWSNTIF, SubscribeType). */
export type SubscribeRequest = ValueOfParts<[typeof subscribeRequest]>
const SubscribeRequest: ComplexType<SubscribeRequest> = messages.complexType(subscribeRequest)

const subscribeResponseMessage = {
  ...responseMessage,
  /** The id of the subscription. Only the account that created it may use it. */
  subscriptionId: optional(SubscriptionId),
  /** The position from which a pull subscription reports events. */
  watermark: optional(Watermark),
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
