import * as z from 'zod/mini'
import { XmlWriteError } from '../../xml'
import type { Simulator } from '../simulator'
import { ServiceError } from '../soap/service-error'
import { appointmentOf, appointmentSchema } from './appointment-json'
import { checkedBody, instant } from './checked-body'
import { ControlError } from './control-error'
import { created, found, type Route } from './route'

const windowSchema = z.strictObject({ start: instant, end: instant })

/** The mailbox that a path names. An unknown one is a path that doesn't exist: 404. */
function mailboxOf(exchange: Simulator, address = ''): string {
  const mailbox = exchange.mailboxes.find((each) => each.toLowerCase() === address.toLowerCase())
  if (mailbox !== undefined) return mailbox
  throw new ControlError('NOT_FOUND', 'The simulator has no such mailbox')
}

/** Reads the calendars of the mailboxes, and adds appointments to them. */
export const calendarRoutes = (exchange: Simulator): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/mailboxes/:address/calendar',
    answer: ({ parameters, query }) => {
      const mailbox = mailboxOf(exchange, parameters.address)
      const window = query.size === 0 ? undefined : checkedBody(windowSchema, Object.fromEntries(query))
      return found({ items: exchange.calendar(mailbox, window) })
    },
  },
  {
    method: 'POST',
    path: '/api/mailboxes/:address/calendar',
    answer: async ({ parameters, body }) => {
      const mailbox = mailboxOf(exchange, parameters.address)
      const appointment = appointmentOf(checkedBody(appointmentSchema, await body()))
      return created(refusing(() => exchange.add(mailbox, appointment)))
    },
  },
]

/** Turns the store's error about an appointment into a refusal of the request. */
function refusing<Result>(action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    const isAboutInput = error instanceof ServiceError || error instanceof XmlWriteError || error instanceof TypeError
    throw isAboutInput ? new ControlError('BAD_REQUEST', error.message) : error
  }
}
