import type { CalendarItem, EwsClient } from 'ews-booking'
import { BookingCalendar, type BookingCalendarOptions, type BookingRequest } from 'ews-booking/booking'
import type { Simulator, SimulatorOptions } from 'ews-booking/simulator'
import { serverRecord } from '../../src/booking/calendar/server-record'
import { type BookingMark, bookingMark, bookingProperties } from '../../src/booking/hold-and-confirm/booking-property'
import type { Service, ServiceContext } from '../../src/simulator/services/service'
import { updateItem } from '../../src/simulator/services/update-item'
import { ServiceError } from '../../src/simulator/soap/service-error'
import { type StoppedClock, until } from '../clock'
import { at, clientOf, exchange, MAILBOX } from '../exchange'
import { schemaDirectory, schemaErrors } from '../schema'
import { PROVEN } from './hold-and-confirm/world'

/** A simulator, and the calendar of `MAILBOX` there. The server has to prove itself to the client unless it is `trusted`. */
export async function calendarAndServer(
  { trusted = false, ...options }: Partial<BookingCalendarOptions> & { readonly trusted?: boolean } = {},
  simulator: Partial<SimulatorOptions> = {},
): Promise<{ server: Simulator; client: EwsClient; calendar: BookingCalendar }> {
  const server = await exchange(simulator)
  const client = trusted ? trusting(clientOf(server)) : clientOf(server)
  return { server, client, calendar: new BookingCalendar(client, { mailbox: MAILBOX, ...options }) }
}

/** Lets a client know from the beginning that its server keeps its word, so that it verifies nothing. */
export function trusting(client: EwsClient): EwsClient {
  Object.assign(serverRecord(client), PROVEN)
  return client
}

/** Nine to ten o'clock. */
export const slot = { start: at('09:00'), end: at('10:00') }

/** The smallest booking there is. */
export const request = { key: 'order-1', title: 'Consultation', ...slot } satisfies BookingRequest

/** The essentials of a calendar item. */
export interface Entry {
  readonly id: string | undefined
  readonly start: Date | undefined
  readonly end: Date | undefined
  readonly status: CalendarItem['legacyFreeBusyStatus']
  /** Only for items that `book` has made. */
  readonly key: string | undefined
  readonly state: BookingMark['state'] | undefined
}

/** Everything in the calendar, including holds, by start. */
export const entriesOf = (server: Simulator, mailbox = MAILBOX): Entry[] =>
  server.calendar(mailbox).map((item) => {
    const { key, state } = bookingMark(item) ?? {}
    return { id: item.itemId?.id, start: item.start, end: item.end, status: item.legacyFreeBusyStatus, key, state }
  })

/** The operations of all requests so far, in order. */
export const operationsOf = (server: Simulator): string[] => server.requests.flatMap(({ operation }) => operation ?? [])

/** The errors of all requests so far by Microsoft's schema. Empty in a clone without it. */
export const invalidRequests = (server: Simulator): string[] =>
  schemaDirectory === undefined
    ? []
    : server.requests.flatMap(({ operation, xml }) => (operation === undefined ? [] : schemaErrors(xml)))

/** Puts a hold of another process into the slot. */
export function addHold(
  server: Simulator,
  { key, state = 'hold', created }: { key: string; state?: BookingMark['state']; created: Date },
): void {
  server.add(MAILBOX, {
    subject: 'Hold',
    ...slot,
    status: 'Tentative',
    dateTimeCreated: created,
    extendedProperty: bookingProperties({ key, attempt: `attempt of ${key}`, state, fingerprint: '' }),
  })
}

/** This many seconds before now, by the simulator's default clock. */
export const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000)

/** Lets a call that waits for a hold look again a few times, and then the rest of its deadline pass. */
export async function passWhileItWaits(clock: StoppedClock, deadlineMs: number): Promise<void> {
  for (let looks = 0; looks < 3; looks += 1) {
    // The call sleeps until its deadline, and until it looks again.
    await until(() => clock.sleeps === 2)
    clock.pass(deadlineMs / 5)
  }
  await until(() => clock.sleeps === 2)
  clock.pass(deadlineMs)
}

type Effect = (request: unknown, context: ServiceContext) => void

/** The simulator's service with an effect before each request. */
export const beforehand = (own: Service, effect: Effect): Service => ({
  ...own,
  carryOut(request, context) {
    effect(request, context)
    return own.carryOut(request, context)
  },
})

/** The simulator's service with an effect after each request, before its answer. */
export const afterwards = (own: Service, effect: Effect): Service => ({
  ...own,
  carryOut(request, context) {
    const answer = own.carryOut(request, context)
    effect(request, context)
    return answer
  },
})

/** The error of an Exchange that doesn't know the outcome of a request itself. */
export function internalServerError(): ServiceError {
  return new ServiceError('ErrorInternalServerError', 'An internal server error occurred. The operation failed.')
}

/**
 * Returns a simulator that, while it `isBroken`, changes nothing and doesn't tell the outcome of a request, and a signal that aborts
 * as soon as that happens. While broken, its clock is 120 seconds slow, so that its holds are old afterwards.
 */
export function uncertainUpdates(state: { isBroken: boolean }) {
  const controller = new AbortController()
  const updating = beforehand(updateItem, () => {
    if (!state.isBroken) return
    controller.abort()
    throw internalServerError()
  })
  const simulator = { services: [updating], now: () => (state.isBroken ? ago(120) : new Date()) }
  return { simulator, signal: controller.signal }
}
