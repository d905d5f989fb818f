import { Subscribe, type SubscribeRequest } from '../../operations'
import type { FoundFolder } from '../authorization/folders'
import type { Mailbox } from '../mailbox/mailbox'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { watermarkAt } from '../subscriptions/notification'
import type { SubscriptionTerms } from '../subscriptions/subscription'
import { positionOf } from '../subscriptions/watermark'
import { type ServiceContext, service } from './service'

const MINUTE_MS = 60_000

/** A guess, to verify: how long a streaming subscription lives while no connection asks for its events. */
const UNCONNECTED_MS = 30 * MINUTE_MS

/**
 * MS-OXWSNTIF, Subscribe. Only owners can subscribe: the account of the mailbox, or one that impersonates it. The simulator doesn't
 * send push notifications. It answers as Exchange does if it can't reach the address for them.
 */
export const subscribe = service(Subscribe, (request, context) => ({
  responseMessages: context.answerEach(
    [request],
    () => ({ ...noError, ...subscribed(request, context) }),
    (message) => message,
  ),
}))

function subscribed(request: SubscribeRequest, context: ServiceContext) {
  const { pullSubscriptionRequest: pull, streamingSubscriptionRequest: streaming } = request
  const wanted = pull ?? streaming
  if (wanted === undefined) {
    throw new ServiceError('ErrorInvalidPushSubscriptionUrl', 'The push subscription URL is invalid.')
  }
  const { caller, subscriptions } = context
  const { mailbox, folderIds } = subject(wanted, context)
  if (!caller.isOwnerOf(mailbox)) {
    throw new ServiceError(
      'ErrorSubscriptionDelegateAccessNotSupported',
      'Delegate access is not supported for subscriptions. Only the owner of the mailbox can subscribe.',
    )
  }
  const { eventTypes } = wanted
  if (pull === undefined) {
    const terms = { kind: 'streaming', folderIds, eventTypes, timeoutMs: UNCONNECTED_MS } as const
    return { subscriptionId: subscriptions.create(caller.account, mailbox, { ...terms, position: now(mailbox) }).id }
  }
  const position = pull.watermark === undefined ? now(mailbox) : startOf(mailbox, pull.watermark)
  const terms: SubscriptionTerms = {
    kind: 'pull',
    folderIds,
    eventTypes,
    timeoutMs: pull.timeout * MINUTE_MS,
    position,
  }
  const { id } = subscriptions.create(caller.account, mailbox, terms)
  return { subscriptionId: id, watermark: watermarkAt(mailbox, position) }
}

const now = (mailbox: Mailbox) => mailbox.events.position

type Wanted = NonNullable<SubscribeRequest['streamingSubscriptionRequest']>

function subject({ subscribeToAllFolders = false, folderIds = [] }: Wanted, { caller, folders }: ServiceContext) {
  if (subscribeToAllFolders) {
    if (folderIds.length > 0) throw invalid('Folders cannot be named in a subscription to all folders.')
    return { mailbox: caller.mailbox, folderIds: undefined }
  }
  const found = folderIds.map((id) => folders.folder(id))
  const [first] = found
  if (first === undefined) throw invalid('A subscription needs at least one folder.')
  if (found.some(isElsewhere(first))) throw invalid('All folders of a subscription must be in one mailbox.')
  return { mailbox: first.mailbox, folderIds: found.map(({ folder }) => folder.id) }
}

const isElsewhere =
  ({ mailbox }: FoundFolder) =>
  (other: FoundFolder) =>
    other.mailbox !== mailbox

const invalid = (message: string) => new ServiceError('ErrorInvalidSubscriptionRequest', message)

function startOf(mailbox: Mailbox, watermark: string): number {
  const position = positionOf(mailbox.ids.guid, watermark)
  if (position === undefined) throw new ServiceError('ErrorInvalidWatermark', 'The watermark is invalid.')
  if (mailbox.events.since(position) !== undefined) return position
  throw new ServiceError('ErrorEventNotFound', 'The event that the watermark refers to was not found.')
}
