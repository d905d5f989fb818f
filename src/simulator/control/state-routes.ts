import type { Simulator } from '../simulator'
import { isSimulatorState, StateError } from '../state/simulator-state'
import { ControlError } from './control-error'
import { done, found, type Route } from './route'

/** Saves, loads and resets what the mailboxes hold. */
export const stateRoutes = (exchange: Simulator): readonly Route[] => {
  const reset = exchange.snapshot()
  return [
    { method: 'GET', path: '/api/state', answer: () => found(exchange.save()) },
    {
      method: 'PUT',
      path: '/api/state',
      answer: async ({ body }) => {
        load(exchange, await body())
        return done
      },
    },
    {
      method: 'POST',
      path: '/api/reset',
      answer: () => {
        reset()
        return done
      },
    },
  ]
}

function load(exchange: Simulator, state: unknown): void {
  if (!isSimulatorState(state)) throw new ControlError('BAD_REQUEST', 'The body: must be what GET /api/state answered')
  try {
    exchange.load(state)
  } catch (error) {
    throw error instanceof StateError ? new ControlError('BAD_REQUEST', error.message) : error
  }
}
