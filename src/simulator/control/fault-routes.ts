import type { PendingInjection } from '../faults/injection'
import { injectionOf, injectionSchema, timesJson } from '../faults/injection-schema'
import type { Simulator } from '../simulator'
import { checkedBody } from './checked-body'
import { ControlError } from './control-error'
import { created, done, found, type Route } from './route'

/** A pending injection in JSON. */
export const pendingJson = ({ number, injection, left }: PendingInjection) => ({
  number,
  left: timesJson(left),
  injection: { ...injection, times: timesJson(injection.times) },
})

/** Lists, adds and ends injected faults. */
export const faultRoutes = (exchange: Simulator): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/faults',
    answer: () => found({ faults: exchange.injections.map(pendingJson) }),
  },
  {
    method: 'POST',
    path: '/api/faults',
    answer: async ({ body }) => {
      const injection = injectionOf(checkedBody(injectionSchema, await body()))
      try {
        exchange.inject(injection)
      } catch (error) {
        // The operation is unknown, or HTTP can't carry a status or header.
        throw error instanceof TypeError ? new ControlError('BAD_REQUEST', error.message) : error
      }
      return created({ number: exchange.injections.at(-1)?.number })
    },
  },
  {
    method: 'DELETE',
    path: '/api/faults',
    answer: () => {
      exchange.clearInjections()
      return done
    },
  },
  {
    method: 'DELETE',
    path: '/api/faults/:number',
    answer: ({ parameters }) => {
      if (exchange.endInjection(Number(parameters.number))) return done
      throw new ControlError('NOT_FOUND', 'No fault with this number is due')
    },
  },
]
