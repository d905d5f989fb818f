import type { CallOptions, EwsClient } from 'ews-booking'
import { type AppointmentTimes, appointmentItem, type CalendarZone, timesOf, timeUpdates } from './appointment'
import { fingerprint } from './appointment-fingerprint'
import { type Booking, type BookingRequest, bookingOf, checkKey } from './booking'
import type { CalendarEvent } from './event'
import { type EventsOptions, eventsOf } from './events'
import { type BusyPeriod, type FreeBusyOptions, freeBusyOf, type MailboxFreeBusy } from './free-busy'
import { type FreeSlotsOptions, freeSlotsOf } from './free-slots'
import { type CalendarEntry, CalendarItems } from './hold-and-confirm/calendar-items'
import { mayPass } from './hold-and-confirm/failure'
import { HoldAndConfirm } from './hold-and-confirm/hold-and-confirm'
import { Patience } from './hold-and-confirm/patience'
import { systemRuntime } from './hold-and-confirm/runtime'
import { incomplete } from './incomplete-answer'
import { BUSY_STATUSES, NEGOTIABLE_STATUSES, type Status } from './status'
import { checkTimeZone } from './time-zone/offset'
import { startOfDay } from './time-zone/wall-time'
import { windowsZoneOf } from './time-zone/windows-zone'
import { checkWindow, invalid, type Window } from './window'

export interface BookingCalendarOptions {
  /** The SMTP address of the mailbox. The client's account needs rights on its calendar, or impersonates it. */
  readonly mailbox: string
  /** Where the calendar is at home, by its IANA name: `Europe/Zurich`. Appointments carry it, and whole days begin there. UTC where left out. */
  readonly timeZone?: string | undefined
  /** Which appointments made in Outlook take their time, besides those that are busy and out of office. None where left out. */
  readonly treatAsBusy?: readonly (typeof NEGOTIABLE_STATUSES)[number][] | undefined
  /** How many days the server answers for in one free/busy request; 42 where left out. It is asked for less where it wants so. */
  readonly maxWindowDays?: number | undefined
  /** Windows' names of time zones by their IANA names, where ours aren't known to the server. */
  readonly windowsZones?: Readonly<Record<string, string>> | undefined
}

/** What a call that books can be given. */
export interface BookingOptions extends CallOptions {
  /**
   * After how many milliseconds to give up, waiting for others that book the same time included. 90,000 where left out: who has died
   * while booking is waited for a minute.
   */
  readonly deadlineMs?: number | undefined
}

const DEADLINE_MS = 90_000

/** By how much the clock of a process may be ahead of the server's without live holds being removed. */
const CLOCK_SKEW_MS = 9 * 60_000

/**
 * The calendar of one mailbox, for a booking product. Nothing is cached or stored: every method asks Exchange.
 *
 * Methods reject with the errors of `EwsClient`; `EwsRequestError` names an argument that is wrong.
 *
 * @example
 * const calendar = new BookingCalendar(client, { mailbox: 'dr.meier@example.com', timeZone: 'Europe/Zurich' })
 */
export class BookingCalendar {
  readonly mailbox: string
  /** IANA. */
  readonly timeZone: string
  readonly #client: EwsClient
  readonly #items: CalendarItems
  readonly #protocol: HoldAndConfirm
  readonly #zone: CalendarZone
  readonly #busy: ReadonlySet<Status>
  readonly #maxWindowDays: number | undefined

  /** @throws EwsRequestError */
  constructor(
    client: EwsClient,
    { mailbox, timeZone = 'UTC', treatAsBusy = [], maxWindowDays, windowsZones }: BookingCalendarOptions,
  ) {
    if (typeof mailbox !== 'string' || mailbox === '') throw invalid('mailbox', 'must be an SMTP address')
    checkTimeZone(timeZone)
    checkTreatAsBusy(treatAsBusy)
    this.mailbox = mailbox
    this.timeZone = timeZone
    this.#client = client
    this.#items = new CalendarItems(client, mailbox)
    this.#protocol = new HoldAndConfirm(this.#items, systemRuntime)
    this.#zone = {
      windowsId: windowsZoneOf(timeZone, windowsZones),
      startOfDay: (date) => startOfDay(date, timeZone),
    }
    this.#busy = new Set<Status>([...BUSY_STATUSES, ...treatAsBusy])
    this.#maxWindowDays = maxWindowDays
  }

  /**
   * The times of any number of mailboxes in a window of any length, in the order given. A mailbox of which not all is known has
   * `error`; it never looks free.
   */
  static freeBusyOf(
    client: EwsClient,
    mailboxes: readonly string[],
    window: Window,
    options?: FreeBusyOptions,
  ): Promise<Map<string, MailboxFreeBusy>> {
    return freeBusyOf(client, mailboxes, window, options)
  }

  /**
   * The times in the window that aren't free, clipped to it and in order. Exchange is asked for start, end and status alone:
   * titles don't leave it.
   */
  async freeBusy(window: Window, options: Omit<FreeBusyOptions, 'workingHours'> = {}): Promise<readonly BusyPeriod[]> {
    const [periods = []] = await this.#busyTimes([this.mailbox], window, options)
    return periods
  }

  /**
   * The starts and ends of what could be booked in the window, also of several calendars: where all of them are free, or any. Buffers
   * must be free too. It is a snapshot: only `book` decides.
   *
   * @throws EwsRequestError naming the option that is wrong
   */
  async freeSlots(
    {
      calendars = [this.mailbox],
      timeZone = this.timeZone,
      treatAsBusy = NEGOTIABLE_STATUSES.filter((status) => this.#busy.has(status)),
      ...options
    }: BookableSlotsOptions,
    { signal }: CallOptions = {},
  ): Promise<BookableSlot[]> {
    const fetchBusy = (window: Window) => this.#busyTimes(calendars, window, { signal })
    const slots = await freeSlotsOf(fetchBusy, { ...options, timeZone, treatAsBusy })
    return slots.map(({ start, end, calendars: free }) => ({
      start,
      end,
      calendars: free.flatMap((position) => calendars[position] ?? []),
    }))
  }

  /** One mailbox that can't be answered for fails them all: it must not look free. */
  async #busyTimes(
    mailboxes: readonly string[],
    window: Window,
    options: FreeBusyOptions,
  ): Promise<(readonly BusyPeriod[])[]> {
    const answers = await freeBusyOf(this.#client, mailboxes, window, {
      maxWindowDays: this.#maxWindowDays,
      ...options,
    })
    return mailboxes.map((mailbox) => {
      const { periods, error } = answers.get(mailbox) ?? {}
      if (error !== undefined) throw error
      if (periods === undefined) throw incomplete('GetUserAvailability', 'the mailbox is missing in the answer')
      return periods
    })
  }

  /**
   * Makes an appointment, exactly once for its `key`, and never two that overlap, however many processes book at the same time. A call
   * that is repeated with the same key and details gives the same booking, also after a crash.
   *
   * @throws SlotTakenError where the time is taken
   * @throws BookingKeyReusedError where the key was used for something else
   * @throws BookingOutcomeUnknownError where the server can't be asked what became of it; the same call finds out
   * @throws EwsTimeoutError where it isn't finished by its deadline
   */
  async book(request: BookingRequest, options: BookingOptions = {}): Promise<Booking> {
    checkKey(request.key)
    const { times, hold, confirmation } = appointmentItem(request, this.#zone)
    const { key, attendees = [] } = request
    const item = await this.#patiently(options, (patience) =>
      this.#protocol.book(
        {
          key,
          ...times,
          fingerprint: fingerprint(request),
          hold,
          blocks: this.#blocks,
          onConfirmation: confirmation.map((setItemField) => ({ setItemField })),
          notification: attendees.length === 0 ? 'SendToNone' : 'SendToAllAndSaveCopy',
        },
        patience,
      ),
    )
    return bookingOf(key, this.mailbox, item)
  }

  /**
   * Moves a booking to another time, with the guarantees of `book`; attendees are told. Where the new time is taken it stays where
   * it is.
   *
   * @throws SlotTakenError where the new time is taken
   * @throws EwsResponseError `ErrorItemNotFound` where the booking is gone
   * @throws BookingOutcomeUnknownError where the server can't be asked what became of it; the same call finds out
   * @throws EwsTimeoutError where it isn't finished by its deadline
   */
  async reschedule(
    { itemId, key }: Pick<Booking, 'itemId' | 'key'>,
    times: AppointmentTimes,
    options: BookingOptions = {},
  ): Promise<Booking> {
    checkItemId(itemId)
    const move = {
      id: itemId,
      ...timesOf(times, this.#zone),
      blocks: this.#blocks,
      updates: timeUpdates(times, this.#zone).map((setItemField) => ({ setItemField })),
      notification: 'SendToAllAndSaveCopy',
    } as const
    const item = await this.#patiently(options, (patience) => this.#protocol.move(move, patience))
    return bookingOf(key, this.mailbox, item)
  }

  /** Moves the appointment to Deleted Items; attendees get a cancellation. One that is gone already is a success. */
  async cancel({ itemId }: Pick<Booking, 'itemId'>, options: BookingOptions = {}): Promise<void> {
    checkItemId(itemId)
    await this.#patiently(options, (patience) =>
      patience.insist((signal) => this.#items.cancel(itemId, signal), mayPass),
    )
  }

  /**
   * Removes from the window what processes left there that have died while booking: tentative items that are more than ten minutes old
   * by the clock of this process. Who is hindered by one removes it after a minute, so this is for calendars that people look at.
   */
  async removeStaleHolds(window: Window, options: BookingOptions = {}): Promise<void> {
    checkWindow(window)
    await this.#patiently(options, (patience) =>
      this.#protocol.removeStale(window, () => new Date(Date.now() - CLOCK_SKEW_MS), patience),
    )
  }

  /**
   * The events that have a part in the window, of any length, by start; series come as their occurrences. Private ones keep time
   * and status only, unless they are asked for. Where more than 1,000 share one minute there is an error, never a part of them.
   */
  events(window: Window, options: EventsOptions = {}): Promise<CalendarEvent[]> {
    return eventsOf(this.#client, this.mailbox, window, options)
  }

  readonly #blocks = ({ status }: Pick<CalendarEntry, 'status'>): boolean => this.#busy.has(status)

  async #patiently<Result>(
    { signal, deadlineMs = DEADLINE_MS }: BookingOptions,
    step: (patience: Patience) => Promise<Result>,
  ): Promise<Result> {
    if (!(Number.isFinite(deadlineMs) && deadlineMs > 0)) throw invalid('deadlineMs', 'must be a positive number')
    const patience = new Patience(systemRuntime, deadlineMs, signal)
    try {
      return await step(patience)
    } finally {
      patience.end()
    }
  }
}

/** Some time that can be booked. */
export interface BookableSlot extends Window {
  /** The addresses of the calendars that are free. */
  readonly calendars: readonly string[]
}

/** Which slots are wanted, and of which calendars. */
export interface BookableSlotsOptions extends Omit<FreeSlotsOptions, 'timeZone'> {
  /** SMTP addresses of mailboxes; this calendar's own where left out. */
  readonly calendars?: readonly string[] | undefined
  /** IANA; the calendar's own where left out. */
  readonly timeZone?: string | undefined
}

function checkTreatAsBusy(treatAsBusy: readonly string[]): void {
  const unknown = treatAsBusy.find((status) => !NEGOTIABLE_STATUSES.some((known) => known === status))
  if (unknown !== undefined)
    throw invalid('treatAsBusy', `can hold ${NEGOTIABLE_STATUSES.join(' and ')}, and not ${unknown}`)
}

function checkItemId(itemId: unknown): void {
  if (typeof itemId !== 'string' || itemId === '') throw invalid('booking.itemId', 'must be what `book` has returned')
}
