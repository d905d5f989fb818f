import type { Simulator } from '../simulator'
import { found, type Route } from './route'

/** What the simulator is and has. It names no passwords. */
export const simulatorRoutes = (exchange: Simulator): readonly Route[] => [
  {
    method: 'GET',
    path: '/api',
    answer: () => {
      const { url, ca, mailboxes, accounts, operations } = exchange
      return found({ url, ca, mailboxes, accounts, operations })
    },
  },
]
