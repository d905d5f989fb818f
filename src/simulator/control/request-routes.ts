import * as z from 'zod/mini'
import type { ReceivedRequest } from '../http/received-request'
import type { Simulator } from '../simulator'
import { checkedBody } from './checked-body'
import { ControlError } from './control-error'
import { done, found, type Route } from './route'

const wholeNumber = z.pipe(
  z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number')),
  z.transform((digits: string) => Number(digits)),
)

const pageSchema = z.strictObject({
  after: z._default(wholeNumber, 0),
  limit: z._default(wholeNumber.check(z.refine((limit) => limit <= 1000, 'must be at most 1000')), 100),
})

/** A request without its headers and bodies. */
export type RequestSummary = Omit<ReceivedRequest, 'xml' | 'responseXml' | 'headers'>

/** The summary of a request. */
export function summaryOf({ xml, responseXml, headers, ...summary }: ReceivedRequest): RequestSummary {
  return summary
}

/** Shows the requests that the simulator has received, and the mail that it has sent. */
export const requestRoutes = (exchange: Simulator): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/requests',
    answer: ({ query }) => {
      const { after, limit } = checkedBody(pageSchema, Object.fromEntries(query))
      return found({ requests: exchange.requests.filter(({ number }) => number > after).slice(0, limit) })
    },
  },
  {
    method: 'GET',
    path: '/api/requests/:number',
    answer: ({ parameters }) => {
      const request = exchange.request(Number(parameters.number))
      if (request === undefined) throw new ControlError('NOT_FOUND', 'The request is unknown, or forgotten')
      return found(request)
    },
  },
  {
    method: 'DELETE',
    path: '/api/requests',
    answer: () => {
      exchange.clear()
      return done
    },
  },
  { method: 'GET', path: '/api/sent', answer: () => found({ sent: exchange.sent }) },
]
