import type { HttpAnswer } from './http-answer'
import type { ReceivedRequest } from './received-request'

const COOKIE = 'X-BackEndOverrideCookie'

/** The operations whose clients can ask to stay with one server, the one that has their subscription. */
const OPERATIONS: readonly (string | undefined)[] = ['Subscribe', 'Unsubscribe', 'GetEvents', 'GetStreamingEvents']

/**
 * Sets the cookie with which a client stays with the server that has its subscriptions, if it asks for that and doesn't have it yet
 * (Microsoft, "How to: Maintain affinity between a group of subscriptions and the Mailbox server").
 */
export function withAffinity(
  answer: HttpAnswer,
  { operation, headers }: Pick<ReceivedRequest, 'operation' | 'headers'>,
): HttpAnswer {
  const wants = `${headers['x-preferserveraffinity'] ?? ''}`.toLowerCase() === 'true'
  if (!wants || !OPERATIONS.includes(operation) || headers.cookie?.includes(COOKIE) === true) return answer
  const cookie = `${COOKIE}=exchange.example.com~1942062522; path=/; HttpOnly`
  return {
    ...answer,
    headers: { ...answer.headers, 'Set-Cookie': [answer.headers['Set-Cookie'] ?? [], cookie].flat() },
  }
}
