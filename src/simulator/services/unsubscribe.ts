import { Unsubscribe } from '../../operations'
import { noError } from '../soap/response-message'
import { service } from './service'

/** MS-OXWSNTIF, Unsubscribe, for pull and streaming subscriptions. */
export const unsubscribe = service(Unsubscribe, ({ subscriptionId }, { caller, subscriptions, answerEach }) => ({
  responseMessages: answerEach(
    [subscriptionId],
    (id) => {
      subscriptions.remove(subscriptions.find(id, caller.account))
      return { ...noError }
    },
    (message) => message,
  ),
}))
