import { GetEvents, type GetEventsRequest } from '../../operations'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { eventElement, watermarkAt } from '../subscriptions/notification'
import { positionOf } from '../subscriptions/watermark'
import { type ServiceContext, service } from './service'

/** MS-OXWSNTIF, GetEvents. Each success restarts the timeout of the subscription. */
export const getEvents = service(GetEvents, (request, context) => ({
  responseMessages: context.answerEach(
    [request],
    () => ({ ...noError, notification: notification(request, context) }),
    (message) => message,
  ),
}))

function notification(
  { subscriptionId, watermark }: GetEventsRequest,
  { caller, subscriptions }: Pick<ServiceContext, 'caller' | 'subscriptions'>,
) {
  const subscription = subscriptions.find(subscriptionId, caller.account)
  const { mailbox, terms } = subscription
  if (terms.kind !== 'pull') {
    throw new ServiceError('ErrorInvalidPullSubscriptionId', 'The subscription is not a pull subscription.')
  }
  const position = positionOf(mailbox.ids.guid, watermark)
  if (position === undefined) throw new ServiceError('ErrorInvalidWatermark', 'The watermark is invalid.')
  const found = subscription.since(position)
  if (found === undefined) {
    throw new ServiceError('ErrorEventNotFound', 'The event that the watermark refers to was not found.')
  }
  subscriptions.renew(subscription)
  const events = found.events.map((event) => eventElement(event, watermarkAt(mailbox, event.position)))
  const status = { statusEvent: { watermark: watermarkAt(mailbox, found.position) } }
  return {
    subscriptionId,
    previousWatermark: watermark,
    moreEvents: !found.isComplete,
    events: events.length === 0 ? [status] : events,
  }
}
