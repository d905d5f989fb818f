import { type CallOptions, type EwsClient, EwsError } from 'ews-booking'
import type { AppointmentTimes } from './appointment/appointment'
import { appointmentItem, type CalendarZone, timesOf, timeUpdates } from './appointment/appointment-item'
import { fingerprint } from './appointment/fingerprint'
import { checkClient } from './argument/ews-client'
import { invalid } from './argument/invalid-argument'
import { isSmtpAddress } from './argument/smtp-address'
import { type Booking, type BookingRequest, bookingOf, checkKey } from './booking'
import { isTransient } from './calendar/failure'
import { incomplete } from './calendar/incomplete-answer'
import { about, aboutMailbox } from './calendar/named-error'
import { BUSY_STATUSES, DEFAULT_TREAT_AS_BUSY, NEGOTIABLE_STATUSES, type Status } from './calendar/status'
import { checkWindow, type Window } from './calendar/window'
import type { CalendarEvent } from './events/event'
import { type EventsOptions, eventsOf } from './events/events'
import type { BusyPeriod } from './free-busy/busy-period'
import { type FreeBusyOptions, freeBusyOf, type MailboxFreeBusy } from './free-busy/free-busy'
import { freeSlotsOf } from './free-slots/free-slots'
import type { FreeSlotsOptions } from './free-slots/options'
import type { CalendarEntry } from './hold-and-confirm/calendar-entry'
import { CalendarItems } from './hold-and-confirm/calendar-items'
import { CallDeadline } from './hold-and-confirm/call-deadline'
import { HoldAndConfirm } from './hold-and-confirm/hold-and-confirm'
import { systemRuntime } from './hold-and-confirm/runtime'
import { checkTimeZone } from './time-zone/offset'
import { startOfDay } from './time-zone/wall-time'
import { windowsZoneOf } from './time-zone/windows-zone'

/** Options of a `BookingCalendar`. */
export interface BookingCalendarOptions {
  /** The SMTP address of the mailbox. The client's account needs rights on its calendar, or impersonates it. */
  readonly mailbox: string
  /** The calendar's time zone by its IANA name, such as `Europe/Zurich`. Appointments carry it, and whole days begin in it. Defaults to UTC. */
  readonly timeZone?: string | undefined
  /**
   * The statuses of other people's appointments that block, in addition to `busy`, `outOfOffice` and `unknown`, which always do. Defaults to
   * `['tentative']`: pass `[]` to book over tentative appointments. `book`, `reschedule` and `freeSlots` all follow it.
   */
  readonly treatAsBusy?: readonly (typeof NEGOTIABLE_STATUSES)[number][] | undefined
  /** Days in the window of one free/busy request. Defaults to 42. If the server grants fewer, the window shrinks automatically. */
  readonly maxWindowDays?: number | undefined
  /** Windows ids of time zones by IANA name, for zones that this library or an old server doesn't know. */
  readonly windowsZones?: Readonly<Record<string, string>> | undefined
}

/** Options of the methods that change the calendar. */
export interface BookingOptions extends CallOptions {
  /**
   * Milliseconds until the call gives up, including the time that it waits for others who book the same time. Defaults to 90,000, because
   * the hold of a process that has died blocks for a minute.
   */
  readonly deadlineMs?: number | undefined
}

const DEADLINE_MS = 90_000

/** How far the clock of this process may be ahead of the server's before `removeStaleHolds` removes live holds. */
const CLOCK_SKEW_MS = 9 * 60_000

/**
 * The calendar of one mailbox, for a booking product. Nothing is cached or stored: every method asks Exchange.
 *
 * Methods reject with the errors of `EwsClient`. `EwsRequestError` names the argument that is wrong.
 *
 * @example
 * const calendar = new BookingCalendar(client, { mailbox: 'dr.meier@example.com', timeZone: 'Europe/Zurich' })
 */
export class BookingCalendar {
  /** The SMTP address of the mailbox. */
  readonly mailbox: string
  /** The calendar's time zone by its IANA name. */
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
    {
      mailbox,
      timeZone = 'UTC',
      treatAsBusy = DEFAULT_TREAT_AS_BUSY,
      maxWindowDays,
      windowsZones,
    }: BookingCalendarOptions,
  ) {
    checkClient(client)
    if (!isSmtpAddress(mailbox)) throw invalid('mailbox', 'must be an SMTP address')
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
   * Returns when mailboxes aren't free, in the order given. Any number of mailboxes and a window of any length will do. A mailbox has
   * `error` if any part of its window is unknown, so it never looks free.
   *
   * @throws EwsRequestError naming the argument that is wrong
   */
  static async freeBusyOf(
    client: EwsClient,
    mailboxes: readonly string[],
    window: Window,
    options?: FreeBusyOptions,
  ): Promise<Map<string, MailboxFreeBusy>> {
    checkClient(client)
    return freeBusyOf(client, mailboxes, window, options)
  }

  /**
   * Returns when the mailbox isn't free, sorted and clipped to the window. Exchange is asked for start, end and status only, so titles
   * never leave it.
   */
  async freeBusy(window: Window, options: Omit<FreeBusyOptions, 'workingHours'> = {}): Promise<readonly BusyPeriod[]> {
    const [periods = []] = await this.#busyTimes([this.mailbox], window, options)
    return periods
  }

  /**
   * Returns the slots that can be booked in the window. For several calendars, all of them must be free, or any one. Buffers must be free
   * too. The result is a snapshot: only `book` decides.
   *
   * Tentative time blocks by default, and so does a hold that a dead process left behind. `removeStaleHolds` frees it.
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

  /** Fails if the times of any mailbox are unknown: it must not look free. */
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
      if (periods === undefined) {
        throw aboutMailbox(incomplete('GetUserAvailability', 'the mailbox is missing in the answer'), mailbox)
      }
      return periods
    })
  }

  /**
   * Makes an appointment exactly once for its `key`, and never two that overlap, however many processes book at the same time. A repeated
   * call with the same key and details returns the same booking, even after a crash. Somebody who makes an overlapping appointment in
   * Outlook at the same moment is not held back: Exchange itself accepts overlaps.
   *
   * @throws SlotTakenError if the time is taken
   * @throws BookingKeyReusedError if the key names a booking with other details
   * @throws UnreliableServerError if the server has shown that the booking wouldn't be safe
   * @throws BookingOutcomeUnknownError if the server can't be asked about the outcome; the same call finds out
   * @throws EwsTimeoutError if the call isn't finished by its deadline
   */
  async book(request: BookingRequest, options: BookingOptions = {}): Promise<Booking> {
    checkKey(request.key)
    const { times, hold, confirmation } = appointmentItem(request, this.#zone)
    const { key, attendees = [] } = request
    const item = await this.#withDeadline(options, (deadline) =>
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
        deadline,
      ),
    )
    return bookingOf(key, this.mailbox, item)
  }

  /**
   * Moves a booking to another time, with the guarantees of `book`, and notifies its attendees. If the new time is taken, the booking stays
   * where it is.
   *
   * @throws SlotTakenError if the new time is taken
   * @throws UnreliableServerError if the server has shown that the move wouldn't be safe
   * @throws EwsResponseError `ErrorItemNotFound` if the booking is gone
   * @throws BookingOutcomeUnknownError if the server can't be asked about the outcome; the same call finds out
   * @throws EwsTimeoutError if the call isn't finished by its deadline
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
    const item = await this.#withDeadline(options, (deadline) => this.#protocol.move(move, deadline), itemId)
    return bookingOf(key, this.mailbox, item)
  }

  /** Moves the appointment to Deleted Items and sends cancellations to its attendees. Succeeds if the appointment is already gone. */
  async cancel({ itemId }: Pick<Booking, 'itemId'>, options: BookingOptions = {}): Promise<void> {
    checkItemId(itemId)
    await this.#withDeadline(
      options,
      (deadline) => deadline.retry((signal) => this.#items.cancel(itemId, signal), isTransient),
      itemId,
    )
  }

  /**
   * Removes the holds that dead processes left in the window: tentative items of this library that are more than ten minutes old by the
   * clock of this process. A `book` call that such a hold blocks removes it after a minute, but `freeSlots` doesn't offer its time and people
   * see it. So call this when a process starts, and once in a while.
   */
  async removeStaleHolds(window: Window, options: BookingOptions = {}): Promise<void> {
    checkWindow(window)
    await this.#withDeadline(options, (deadline) =>
      this.#protocol.removeStale(window, () => new Date(Date.now() - CLOCK_SKEW_MS), deadline),
    )
  }

  /**
   * Returns the events that overlap a window of any length, sorted by start. Series come as their occurrences. Private events come with
   * time and status only, unless the caller asks for more. If more than 1,000 events share one minute, the call fails rather than return
   * some of them. Time that is taken by something that can't be read is an event with `error`.
   */
  async events(window: Window, options: EventsOptions = {}): Promise<CalendarEvent[]> {
    try {
      return await eventsOf(this.#client, this.mailbox, window, options)
    } catch (error) {
      throw this.#named(error)
    }
  }

  readonly #blocks = ({ status }: Pick<CalendarEntry, 'status'>): boolean => this.#busy.has(status)

  async #withDeadline<Result>(
    { signal, deadlineMs = DEADLINE_MS }: BookingOptions,
    step: (deadline: CallDeadline) => Promise<Result>,
    itemId?: string,
  ): Promise<Result> {
    if (!(Number.isFinite(deadlineMs) && deadlineMs > 0)) throw invalid('deadlineMs', 'must be a positive number')
    const deadline = new CallDeadline(systemRuntime, deadlineMs, signal)
    try {
      return await step(deadline)
    } catch (error) {
      throw this.#named(error, itemId)
    } finally {
      deadline.end()
    }
  }

  /** An error with the mailbox, and the item if there is one, that it is about. */
  #named(error: unknown, itemId?: string): unknown {
    if (!(error instanceof EwsError)) return error
    return aboutMailbox(itemId === undefined ? error : about(error, `item ${itemId}`), this.mailbox)
  }
}

/** A time that can be booked. */
export interface BookableSlot extends Window {
  /** The SMTP addresses of the calendars that are free. */
  readonly calendars: readonly string[]
}

/** Which slots to find, in which calendars. */
export interface BookableSlotsOptions extends Omit<FreeSlotsOptions, 'timeZone' | 'treatAsBusy'> {
  /** SMTP addresses of mailboxes. Defaults to this calendar's own. */
  readonly calendars?: readonly string[] | undefined
  /** IANA name of a time zone. Defaults to the calendar's own. */
  readonly timeZone?: string | undefined
  /**
   * The statuses that block in addition to `busy`, `outOfOffice` and `unknown`, which always do. Defaults to the calendar's own
   * `treatAsBusy`, which `book` follows.
   */
  readonly treatAsBusy?: FreeSlotsOptions['treatAsBusy']
}

function checkTreatAsBusy(treatAsBusy: readonly string[]): void {
  const unknown = treatAsBusy.find((status) => !NEGOTIABLE_STATUSES.some((known) => known === status))
  if (unknown !== undefined)
    throw invalid('treatAsBusy', `can contain ${NEGOTIABLE_STATUSES.join(' and ')}, but not ${unknown}`)
}

function checkItemId(itemId: unknown): void {
  if (typeof itemId !== 'string' || itemId === '') throw invalid('booking.itemId', 'must be what `book` returned')
}
