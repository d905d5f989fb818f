import * as z from 'zod/mini'
import type { Simulator } from '../simulator'
import { checkedBody, instant } from './checked-body'
import { ControlError } from './control-error'
import { found, type Route } from './route'

const settingSchema = z.strictObject({ now: z.optional(instant), isFrozen: z.optional(z.boolean()) })

/** How far the clock can be moved at once: a thousand years. */
const LONGEST_MS = 1000 * 366 * 24 * 60 * 60 * 1000
const advanceSchema = z.strictObject({ ms: z.number().check(z.minimum(-LONGEST_MS), z.maximum(LONGEST_MS)) })

/** The clock in JSON. */
export const clockJson = ({ clock }: Simulator) => ({ now: clock.now(), isFrozen: clock.isFrozen })

/** Reads and sets the server's time. */
export const clockRoutes = (exchange: Simulator): readonly Route[] => {
  const { clock } = exchange
  const moved = (move: () => void) => {
    try {
      move()
    } catch (error) {
      throw error instanceof TypeError ? new ControlError('BAD_REQUEST', error.message) : error
    }
    return found(clockJson(exchange))
  }
  return [
    { method: 'GET', path: '/api/clock', answer: () => found(clockJson(exchange)) },
    {
      method: 'PUT',
      path: '/api/clock',
      answer: async ({ body }) => {
        const { now, isFrozen } = checkedBody(settingSchema, await body())
        return moved(() => {
          if (now !== undefined) clock.set(now)
          if (isFrozen === true) clock.freeze()
          if (isFrozen === false) clock.resume()
        })
      },
    },
    {
      method: 'POST',
      path: '/api/clock/advance',
      answer: async ({ body }) => {
        const { ms } = checkedBody(advanceSchema, await body())
        return moved(() => clock.advance(ms))
      },
    },
    { method: 'DELETE', path: '/api/clock', answer: () => moved(() => clock.reset()) },
  ]
}
