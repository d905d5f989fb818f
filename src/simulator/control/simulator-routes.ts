import type { Simulator } from '../simulator'
import { found, type Route } from './route'

/** Describes the simulator, without its passwords. */
export const simulatorRoutes = (exchange: Simulator): readonly Route[] => [
  {
    method: 'GET',
    path: '/api',
    answer: () => {
      const { url, httpUrl, ca, mailboxes, accounts, operations } = exchange
      return found({ url, httpUrl, ca, mailboxes, accounts, operations })
    },
  },
]
