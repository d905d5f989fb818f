import { type CallOptions, type EwsClient, EwsError } from 'ews-booking'
import type { AppointmentTimes } from './appointment/appointment'
import { appointmentItem, type CalendarZone, timesOf, timeUpdates } from './appointment/appointment-item'
import { checkTimesArgument } from './appointment/checked-appointment'
import { fingerprint } from './appointment/fingerprint'
import { checkCallOptions } from './argument/call-options'
import { checkClient } from './argument/ews-client'
import { given } from './argument/given'
import { invalid } from './argument/invalid-argument'
import { checkNames, type NamesOf } from './argument/names'
import { isSmtpAddress } from './argument/smtp-address'
import { type Booking, type BookingRequest, bookingOf, checkBooking, checkBookingRequest, checkKey } from './booking'
import { type CalendarInfo, calendarsOf } from './calendar/calendar-list'
import { isTransient } from './calendar/failure'
import { about, aboutMailbox } from './calendar/named-error'
import { BUSY_STATUSES, DEFAULT_TREAT_AS_BUSY, NEGOTIABLE_STATUSES, type Status } from './calendar/status'
import { checkMaxDays, checkWindow, MAX_DAYS, piecesOf, type Window } from './calendar/window'
import type { CalendarChanges } from './changes/change'
import { type ChangesOptions, changesOf } from './changes/changes'
import type { MailboxEvent } from './events/event'
import { type EventsOptions, eventsOf } from './events/events'
import type { BusyPeriod } from './free-busy/busy-period'
import { type GuardedCalendar, guardedFreeBusyOf } from './free-busy/calendar-times'
import {
  answerAbout,
  checkWindowDays,
  type FreeBusyOptions,
  freeBusyOf,
  type MailboxFreeBusy,
} from './free-busy/free-busy'
import {
  type BookableSlot,
  type BookableSlotsOptions,
  bookableSlots,
  checkSlotsOptions,
} from './free-slots/bookable-slots'
import type { CalendarEntry } from './hold-and-confirm/calendar-entry'
import { CalendarItems } from './hold-and-confirm/calendar-items'
import { CallDeadline } from './hold-and-confirm/call-deadline'
import { HoldAndConfirm } from './hold-and-confirm/hold-and-confirm'
import { systemRuntime } from './hold-and-confirm/runtime'
import { checkTimeZone } from './time-zone/offset'
import { aboutZone } from './time-zone/refused-zone'
import { startOfDay } from './time-zone/wall-time'
import { windowsZoneOf } from './time-zone/windows-zone'
import { checkWatchOptions, type WatchedChange, type WatchOptions, watchChanges } from './watch/watch'

/** Options of a `BookingCalendar`. */
export interface BookingCalendarOptions {
  /** The SMTP address of the mailbox. The client's account needs rights on its calendar, or impersonates it. */
  readonly mailbox: string
  /**
   * The id of one of the mailbox's calendar folders, as `BookingCalendar.list` returns it. Defaults to the default calendar. All that the
   * object does concerns this calendar alone: what it books, finds and guards.
   */
  readonly calendar?: string | undefined
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
  /**
   * The longest window that `freeBusy`, `freeSlots`, `events` and `removeStaleHolds` accept, in days of 24 hours. Defaults to 1,827, five
   * years: a mistaken century would take thousands of requests. The first three have an option of the same name.
   */
  readonly maxDays?: number | undefined
}

const CALENDAR_OPTIONS: NamesOf<BookingCalendarOptions> = {
  mailbox: true,
  calendar: true,
  timeZone: true,
  treatAsBusy: true,
  maxWindowDays: true,
  windowsZones: true,
  maxDays: true,
}

/** Options of the methods that change the calendar. */
export interface BookingOptions extends CallOptions {
  /**
   * Milliseconds until the call gives up, including the time that it waits for others who book the same time. Defaults to 90,000, because
   * the hold of a process that has died blocks for a minute.
   */
  readonly deadlineMs?: number | undefined
}

const BOOKING_OPTIONS: NamesOf<BookingOptions> = { signal: true, deadlineMs: true }

const DEADLINE_MS = 90_000

/** How far the clock of this process may be ahead of the server's before `removeStaleHolds` removes live holds. */
const CLOCK_SKEW_MS = 9 * 60_000

/** A calendar view is at most two years long (MS-OXWSCDATA, ErrorCalendarViewRangeTooBig). */
const DAYS_OF_SEARCH = 366

/**
 * A calendar of a mailbox, for a booking product. Nothing is cached or stored: every method asks Exchange.
 *
 * Methods reject with the errors of `EwsClient`. `EwsRequestError` names the argument that is wrong.
 *
 * @example
 * const calendar = new BookingCalendar(client, { mailbox: 'dr.meier@example.com', timeZone: 'Europe/Zurich' })
 */
export class BookingCalendar {
  /** The SMTP address of the mailbox. */
  readonly mailbox: string
  /** The id of the calendar's folder. Undefined for the mailbox's default calendar. */
  readonly calendar: string | undefined
  /** The calendar's time zone by its IANA name. */
  readonly timeZone: string
  readonly #client: EwsClient
  readonly #own: GuardedCalendar
  readonly #items: CalendarItems
  readonly #protocol: HoldAndConfirm
  readonly #zone: CalendarZone
  readonly #busy: ReadonlySet<Status>
  readonly #maxWindowDays: number | undefined
  readonly #maxDays: number

  /** @throws EwsRequestError naming the option that is wrong */
  constructor(client: EwsClient, options: BookingCalendarOptions) {
    checkClient(client)
    checkNames<BookingCalendarOptions>('options', options, CALENDAR_OPTIONS)
    const { mailbox, timeZone = 'UTC', treatAsBusy = DEFAULT_TREAT_AS_BUSY, maxWindowDays, windowsZones } = options
    const { calendar, maxDays = MAX_DAYS } = options
    if (!isSmtpAddress(mailbox)) throw invalid('mailbox', 'must be an SMTP address')
    if (calendar !== undefined) checkFolderId('calendar', calendar)
    checkTimeZone(timeZone)
    checkTreatAsBusy(treatAsBusy)
    if (maxWindowDays !== undefined) checkWindowDays(maxWindowDays)
    checkMaxDays(maxDays)
    this.mailbox = mailbox
    this.calendar = calendar
    this.timeZone = timeZone
    this.#client = client
    this.#own = { mailbox, calendar, alsoBusy: [] }
    this.#items = new CalendarItems(client, this.#own)
    this.#protocol = new HoldAndConfirm(this.#items, systemRuntime)
    this.#zone = {
      windowsId: windowsZoneOf(timeZone, windowsZones),
      startOfDay: (date) => startOfDay(date, timeZone),
    }
    this.#busy = new Set<Status>([...BUSY_STATUSES, ...treatAsBusy])
    this.#maxWindowDays = maxWindowDays
    this.#maxDays = maxDays
  }

  /**
   * Returns the calendars of a mailbox, nested ones too, without those in Deleted Items: the default one first, then by name. Name a mailbox
   * whose owner shares calendars, because no operation of EWS tells what others have shared with somebody.
   *
   * @throws EwsRequestError for a wrong address, and the server's error if the account may not see the mailbox
   */
  static async list(client: EwsClient, mailbox: string, options: CallOptions = {}): Promise<CalendarInfo[]> {
    checkClient(client)
    checkCallOptions(options, { signal: true })
    if (!isSmtpAddress(mailbox)) throw invalid('mailbox', 'must be an SMTP address')
    return calendarsOf(client, mailbox, options)
  }

  /**
   * Returns when mailboxes aren't free, in the order given. Any number of mailboxes will do, and a window of up to five years (`maxDays`).
   * A mailbox has `error` if any part of its window is unknown, so it never looks free.
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
   * Returns when the calendar isn't free, sorted and clipped to the window. Exchange is asked for times and statuses only, so titles never
   * leave it. For the default calendar that is free/busy, as others see it, and for another one a calendar view.
   */
  async freeBusy(window: Window, options: Omit<FreeBusyOptions, 'workingHours'> = {}): Promise<readonly BusyPeriod[]> {
    checkCallOptions(options, FREE_BUSY_OPTIONS)
    const answers = await this.#askFor([this.mailbox], window, options)
    const { periods, error } = answerAbout(answers, this.mailbox)
    if (error !== undefined) throw error
    return periods
  }

  /**
   * Returns the slots that can be booked in the window. For several calendars, all of them must be free, or any one. Buffers must be free
   * too. The result is a snapshot: only `book` decides.
   *
   * Tentative time blocks by default, and so does a hold that a dead process left behind. `removeStaleHolds` frees it.
   *
   * A calendar whose times are unknown isn't free. With `mode: 'any'` the others are answered for, and each slot names it in `unknown`.
   *
   * @throws EwsRequestError naming the option that is wrong
   * @throws the error of a calendar whose times are unknown if all must be free, or if no other one has a slot
   */
  async freeSlots(options: BookableSlotsOptions, callOptions: CallOptions = {}): Promise<BookableSlot[]> {
    checkSlotsOptions(options)
    checkCallOptions(callOptions, { signal: true })
    const { calendars = [this.mailbox], timeZone = this.timeZone, maxDays = this.#maxDays } = options
    const { treatAsBusy = NEGOTIABLE_STATUSES.filter((status) => this.#busy.has(status)) } = options
    const { signal } = callOptions
    return bookableSlots({ ...options, calendars, timeZone, maxDays, treatAsBusy }, (window) =>
      this.#askFor(calendars, window, { signal, maxDays: Number.POSITIVE_INFINITY }),
    )
  }

  #askFor(mailboxes: readonly string[], window: Window, options: FreeBusyOptions) {
    const { maxWindowDays = this.#maxWindowDays, maxDays = this.#maxDays } = options
    return guardedFreeBusyOf(this.#client, this.#own, mailboxes, window, { ...options, maxWindowDays, maxDays })
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
    checkBookingRequest(request)
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
    return bookingOf(key, this.#own, item)
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
    booking: Pick<Booking, 'itemId' | 'key'>,
    times: AppointmentTimes,
    options: BookingOptions = {},
  ): Promise<Booking> {
    checkBooking(booking)
    const { itemId, key } = booking
    checkKey(key, 'booking.key')
    checkTimesArgument(times)
    const move = {
      id: itemId,
      ...timesOf(times, this.#zone),
      blocks: this.#blocks,
      updates: timeUpdates(times, this.#zone).map((setItemField) => ({ setItemField })),
      notification: 'SendToAllAndSaveCopy',
    } as const
    const item = await this.#withDeadline(options, (deadline) => this.#protocol.move(move, deadline), itemId)
    return bookingOf(key, this.#own, item)
  }

  /** Moves the appointment to Deleted Items and sends cancellations to its attendees. Succeeds if the appointment is already gone. */
  async cancel(booking: Pick<Booking, 'itemId'>, options: BookingOptions = {}): Promise<void> {
    checkBooking(booking)
    const { itemId } = booking
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
    checkWindow(window, this.#maxDays)
    const serverTime = () => new Date(Date.now() - CLOCK_SKEW_MS)
    await this.#withDeadline(options, async (deadline) => {
      for (const piece of piecesOf(window, DAYS_OF_SEARCH))
        await this.#protocol.removeStale(piece, serverTime, deadline)
    })
  }

  /**
   * Returns the events that overlap a window, sorted by start. Series come as their occurrences. Private events come with
   * time and status only, unless the caller asks for more. If more than 1,000 events share one minute, the call fails rather than return
   * some of them. Time that is taken by something that can't be read is an event with `error`.
   */
  async events(window: Window, options: EventsOptions = {}): Promise<MailboxEvent[]> {
    try {
      return await eventsOf(this.#client, this.#own, window, { maxDays: this.#maxDays, ...options })
    } catch (error) {
      throw this.#named(error)
    }
  }

  /**
   * Returns what was made, changed, moved and deleted in a window since an earlier call, in the order of its start: by `book`, in Outlook, or
   * by anybody else. Without a cursor, everything in the window comes as made. Each change is told once.
   *
   * While nothing changes, a call is one small request. Store the cursor and what you make of the changes in one transaction. It holds ids and
   * times of the events in the window, and no texts.
   *
   * @throws EwsRequestError naming what is wrong: `cursor` if it is damaged or another calendar's
   */
  async changes(cursor?: string | undefined, options: ChangesOptions = {}): Promise<CalendarChanges> {
    try {
      const told = await changesOf(this.#client, this.#own, cursor, { maxDays: this.#maxDays, ...options })
      return { changes: told.changes, cursor: told.cursor, resynced: told.resynced }
    } catch (error) {
      throw this.#named(error)
    }
  }

  /**
   * Tells what `changes` tells, as it happens, until the loop is left or `signal` aborts. Everything is told once, also over cut connections
   * and restarts of the server. A stream of notifications says when to look, one for up to 200 calendars of the account; where the server
   * grants none, `changes` is asked every minute. Impersonate the mailbox: delegates get no notifications.
   *
   * @example
   * for await (const change of calendar.watch({ cursor, window, signal })) await save(change, change.cursor)
   * @throws EwsRequestError naming what is wrong, and errors that asking again won't mend
   */
  async *watch(options: WatchOptions = {}): AsyncGenerator<WatchedChange, void, undefined> {
    checkWatchOptions(options)
    try {
      yield* watchChanges(this.#client, this.#own, { maxDays: this.#maxDays, ...options })
    } catch (error) {
      throw this.#named(error)
    }
  }

  readonly #blocks = ({ status }: Pick<CalendarEntry, 'status'>): boolean => this.#busy.has(status)

  async #withDeadline<Result>(
    options: BookingOptions,
    step: (deadline: CallDeadline) => Promise<Result>,
    itemId?: string,
  ): Promise<Result> {
    checkCallOptions(options, BOOKING_OPTIONS)
    const { signal, deadlineMs = DEADLINE_MS } = options
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
    const known = aboutZone(error, this.timeZone, this.#zone.windowsId)
    return aboutMailbox(itemId === undefined ? known : about(known, `item ${itemId}`), this.mailbox)
  }
}

const FREE_BUSY_OPTIONS: NamesOf<Omit<FreeBusyOptions, 'workingHours'>> = {
  signal: true,
  maxWindowDays: true,
  merged: true,
  maxDays: true,
}

function checkTreatAsBusy(treatAsBusy: readonly string[]): void {
  if (!Array.isArray(treatAsBusy)) throw invalid('treatAsBusy', `must be an array, and ${given(treatAsBusy)}`)
  const unknown = treatAsBusy.find((status) => !NEGOTIABLE_STATUSES.some((known) => known === status))
  if (unknown !== undefined)
    throw invalid('treatAsBusy', `can contain ${NEGOTIABLE_STATUSES.join(' and ')}, but not ${unknown}`)
}

function checkFolderId(path: string, id: unknown): void {
  if (typeof id !== 'string' || id === '')
    throw invalid(path, 'must be the id of a folder, as BookingCalendar.list returns it')
}
