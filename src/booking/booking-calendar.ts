import { randomUUID } from 'node:crypto'
import { type CallOptions, type EwsClient, EwsError } from 'ews-booking'
import { adoptionOf } from './adoption'
import type { AppointmentChanges, AppointmentTimes } from './appointment/appointment'
import { appointmentItem } from './appointment/appointment-item'
import { checkTimesArgument } from './appointment/checked-appointment'
import { digestsOf } from './appointment/details'
import { fingerprint } from './appointment/fingerprint'
import { checkCallOptions } from './argument/call-options'
import { checkClient } from './argument/ews-client'
import { given } from './argument/given'
import { invalid } from './argument/invalid-argument'
import { checkNames, type NamesOf } from './argument/names'
import { isSingleLine } from './argument/single-line'
import { isSmtpAddress } from './argument/smtp-address'
import { type BookedAppointment, bookedAppointment } from './booked-appointment'
import {
  type Booking,
  type BookingRequest,
  bookingOf,
  checkBooking,
  checkBookingRequest,
  checkChanges,
  checkKey,
} from './booking'
import { changeOf } from './booking-change'
import { bookingOfKey, bookingsIn } from './booking-lookup'
import {
  type AdoptingOptions,
  BOOKING_OPTIONS,
  type BookingOptions,
  type CancelOptions,
  type ChangingOptions,
  checkedAdoptingOptions,
  checkedCancellation,
  checkedChangeOptions,
} from './booking-options'
import { type CalendarInfo, calendarsOf } from './calendar/calendar-list'
import { about, aboutMailbox } from './calendar/named-error'
import { BUSY_STATUSES, DEFAULT_TREAT_AS_BUSY, NEGOTIABLE_STATUSES, type Status } from './calendar/status'
import { checkMaxDays, checkWindow, MAX_DAYS, piecesOf, type Window } from './calendar/window'
import type { CalendarContext } from './calendar-context'
import { cancelBooking } from './cancellation'
import type { CalendarChanges } from './changes/change'
import { type ChangesOptions, changesOf } from './changes/changes'
import { type FoundPeople, findPeople } from './directory/people'
import { type RoomList, roomListsOf } from './directory/room-lists'
import type { MailboxEvent } from './events/event'
import { type EventsOptions, eventsOf } from './events/events'
import type { BusyPeriod } from './free-busy/busy-period'
import { guardedFreeBusyOf } from './free-busy/calendar-times'
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
import type { Alteration } from './hold-and-confirm/alteration'
import { CalendarItems } from './hold-and-confirm/calendar-items'
import { CallDeadline } from './hold-and-confirm/call-deadline'
import { HoldAndConfirm } from './hold-and-confirm/hold-and-confirm'
import { systemRuntime } from './hold-and-confirm/runtime'
import { checkRooms, refuseQuietRooms } from './rooms'
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
  /**
   * The ids of other calendars whose appointments block this one, such as the private one of the same person. `book`, `update`, `reschedule`,
   * `adopt`, `freeBusy` and `freeSlots` all follow it. Calls for two calendars never overlap if each names the other. The calendar itself does
   * no harm here. Defaults to none.
   */
  readonly alsoBusy?: readonly string[] | undefined
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
  alsoBusy: true,
  timeZone: true,
  treatAsBusy: true,
  maxWindowDays: true,
  windowsZones: true,
  maxDays: true,
}

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
  readonly #context: CalendarContext
  readonly #busy: ReadonlySet<Status>
  readonly #maxWindowDays: number | undefined
  readonly #maxDays: number

  /** @throws EwsRequestError naming the option that is wrong */
  constructor(client: EwsClient, options: BookingCalendarOptions) {
    checkClient(client)
    checkNames<BookingCalendarOptions>('options', options, CALENDAR_OPTIONS)
    const { mailbox, timeZone = 'UTC', treatAsBusy = DEFAULT_TREAT_AS_BUSY, maxWindowDays, windowsZones } = options
    const { calendar, alsoBusy = [], maxDays = MAX_DAYS } = options
    if (!isSmtpAddress(mailbox)) throw invalid('mailbox', 'must be an SMTP address')
    if (calendar !== undefined) checkFolderId('calendar', calendar)
    checkFolderIds('alsoBusy', alsoBusy)
    checkTimeZone(timeZone)
    checkTreatAsBusy(treatAsBusy)
    if (maxWindowDays !== undefined) checkWindowDays(maxWindowDays)
    checkMaxDays(maxDays)
    this.mailbox = mailbox
    this.calendar = calendar
    this.timeZone = timeZone
    const busy = new Set<Status>([...BUSY_STATUSES, ...treatAsBusy])
    const own = { mailbox, calendar, alsoBusy: othersOf(calendar, alsoBusy).map((id) => ({ mailbox, calendar: id })) }
    const items = new CalendarItems(client, own)
    const others = own.alsoBusy.map((other) => new CalendarItems(client, other))
    this.#busy = busy
    this.#context = {
      client,
      own,
      items,
      protocol: new HoldAndConfirm(items, systemRuntime, others),
      zone: { windowsId: windowsZoneOf(timeZone, windowsZones), startOfDay: (date) => startOfDay(date, timeZone) },
      blocks: ({ status }) => busy.has(status),
    }
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
   * Returns the room lists of the organization with their rooms, whose addresses `book` takes as `rooms`. An administrator makes room lists;
   * rooms in none of them can't be listed, and of a long list Exchange returns 100. So let people also type an address.
   *
   * @throws EwsError if the lists can't be read
   */
  static async rooms(client: EwsClient, options: CallOptions = {}): Promise<RoomList[]> {
    checkClient(client)
    checkCallOptions(options, { signal: true })
    return roomListsOf(client, options)
  }

  /**
   * Returns people, rooms and groups of the organization's directory whose name or address begins with a text, for those who type whom to
   * invite. Compare the address if you look for a certain one.
   *
   * @throws EwsRequestError if the text is blank, and the server's error for one that it can't look for, such as one with a comma
   */
  static async people(client: EwsClient, text: string, options: CallOptions = {}): Promise<FoundPeople> {
    checkClient(client)
    checkCallOptions(options, { signal: true })
    if (typeof text !== 'string' || text.trim() === '' || !isSingleLine(text)) {
      throw invalid('text', 'must be a name or an address, or how it begins')
    }
    return findPeople(client, text.trim(), options)
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
    const { client, own } = this.#context
    const { maxWindowDays = this.#maxWindowDays, maxDays = this.#maxDays } = options
    return guardedFreeBusyOf(client, own, mailboxes, window, { ...options, maxWindowDays, maxDays })
  }

  /**
   * Makes an appointment exactly once for its `key`, and never two that overlap, however many processes book at the same time. A repeated
   * call with the same key and details returns the same booking, even after a crash. Somebody who makes an overlapping appointment in
   * Outlook at the same moment is not held back: Exchange itself accepts overlaps.
   *
   * After `update` and `reschedule`, both the details that the booking was made with and those that it has now give the booking.
   *
   * @throws SlotTakenError if the time is taken
   * @throws BookingKeyReusedError if the key names a booking with other details
   * @throws UnreliableServerError if the server has shown that the booking wouldn't be safe
   * @throws BookingOutcomeUnknownError if the server can't be asked about the outcome; the same call finds out
   * @throws EwsTimeoutError if the call isn't finished by its deadline
   */
  async book(request: BookingRequest, options: ChangingOptions = {}): Promise<Booking> {
    checkBookingRequest(request)
    const { notify, isUnguarded } = checkedChangeOptions(options)
    const { times, hold, confirmation, details } = appointmentItem(request, this.#context.zone)
    const { key, rooms = [] } = request
    const { people = [], rooms: resources = [] } = details
    refuseQuietRooms(notify, resources)
    const { client, own, protocol, blocks } = this.#context
    const isQuiet = notify === 'none' || people.length + resources.length === 0
    const item = await this.#withDeadline(options, (deadline) =>
      protocol.book(
        {
          key,
          ...times,
          fingerprint: fingerprint(request),
          details: digestsOf(details),
          hold,
          blocks,
          isUnguarded,
          check: (signal) => checkRooms(client, rooms, times, blocks, signal),
          onConfirmation: confirmation.map((setItemField) => ({ setItemField })),
          notification: isQuiet ? 'SendToNone' : 'SendToAllAndSaveCopy',
        },
        deadline,
      ),
    )
    return bookingOf(key, own, item)
  }

  /**
   * Changes details of a booking, or its times, or both, by one conditional change: everything or nothing. What the calendar holds already
   * isn't written again, and guests are told once, of what they see. New times have the guarantees of `book`. Repeat a call freely.
   *
   * @throws SlotTakenError if the new time, or a room, is taken; nothing is changed then
   * @throws UnreliableServerError if the server has shown that the change wouldn't be safe
   * @throws EwsResponseError `ErrorItemNotFound` if the booking is gone
   * @throws BookingOutcomeUnknownError if the server can't be asked about the outcome; the same call finds out
   * @throws EwsTimeoutError if the call isn't finished by its deadline
   */
  async update(
    booking: Pick<Booking, 'itemId' | 'key'>,
    changes: AppointmentChanges,
    options: ChangingOptions = {},
  ): Promise<Booking> {
    checkBooking(booking)
    checkKey(booking.key, 'booking.key')
    checkChanges(changes)
    return this.#change(booking, changes, options)
  }

  /**
   * Moves a booking to another time, with the guarantees of `book`, and notifies its attendees. If the new time is taken, the booking stays
   * where it is.
   *
   * @throws SlotTakenError if the new time, or a room that is invited, is taken
   * @throws UnreliableServerError if the server has shown that the move wouldn't be safe
   * @throws EwsResponseError `ErrorItemNotFound` if the booking is gone
   * @throws BookingOutcomeUnknownError if the server can't be asked about the outcome; the same call finds out
   * @throws EwsTimeoutError if the call isn't finished by its deadline
   */
  async reschedule(
    booking: Pick<Booking, 'itemId' | 'key'>,
    times: AppointmentTimes,
    options: ChangingOptions = {},
  ): Promise<Booking> {
    checkBooking(booking)
    checkKey(booking.key, 'booking.key')
    checkTimesArgument(times)
    return this.#change(booking, times, options)
  }

  #change(booking: Pick<Booking, 'itemId' | 'key'>, changes: AppointmentChanges, options: ChangingOptions) {
    const change = changeOf(booking, changes, checkedChangeOptions(options), this.#context)
    return this.#alter(change, booking.key, options)
  }

  /**
   * Makes a booking of a single appointment that something else has made: that is how one migrates. The appointment keeps its details, and
   * nobody hears of it. It must not overlap anything that would block its booking, unless `guard` is `none`. Adopting it once more gives the same
   * booking.
   *
   * `book` repeated with the key gives the booking if it asks for the appointment's times, whatever the other details are.
   *
   * @param itemId the appointment's id, as `events` returns it
   * @throws SlotTakenError if something else overlaps the appointment
   * @throws BookingKeyReusedError if the key names another booking
   * @throws EwsRequestError if the item is a booking with another key, belongs to a series, or is somebody else's meeting
   * @throws UnreliableServerError if the server has shown that the adoption wouldn't be safe
   * @throws EwsResponseError `ErrorItemNotFound` if the appointment is gone
   * @throws BookingOutcomeUnknownError if the server can't be asked about the outcome; the same call finds out
   * @throws EwsTimeoutError if the call isn't finished by its deadline
   */
  async adopt(itemId: string, adoption: { readonly key: string }, options: AdoptingOptions = {}): Promise<Booking> {
    if (typeof itemId !== 'string' || itemId === '')
      throw invalid('itemId', `must be an item's id, and ${given(itemId)}`)
    checkNames<{ key: string }>('adoption', adoption, { key: true })
    checkKey(adoption.key)
    const { isUnguarded } = checkedAdoptingOptions(options)
    const alteration = adoptionOf(itemId, adoption.key, randomUUID(), this.#context, isUnguarded)
    return this.#alter(alteration, adoption.key, options)
  }

  async #alter(alteration: Alteration, key: string, options: BookingOptions): Promise<Booking> {
    const { protocol, own } = this.#context
    const item = await this.#withDeadline(options, (deadline) => protocol.alter(alteration, deadline), alteration.id)
    return bookingOf(key, own, item)
  }

  /**
   * Moves the appointment to Deleted Items and sends cancellations to its attendees. Succeeds if the appointment is already gone.
   *
   * @throws EwsRequestError if `notify` is `none` and the appointment has rooms, which would stay blocked
   */
  async cancel(
    booking: Pick<Booking, 'itemId'> & Partial<Pick<Booking, 'key'>>,
    options: CancelOptions = {},
  ): Promise<void> {
    checkBooking(booking)
    const cancellation = checkedCancellation(options)
    const { items } = this.#context
    await this.#withDeadline(
      options,
      (deadline) => cancelBooking(booking, cancellation, items, deadline),
      booking.itemId,
    )
  }

  /**
   * Returns what the calendar holds of a booking now, with each attendee's answer, or `undefined` if it is gone. A room answers by mail:
   * until it has, and for ever if it doesn't answer, its `response` is `none` or `unknown`, which never means that it has accepted.
   *
   * @throws EwsRequestError if the item isn't a booking, or has another key
   */
  async get(
    booking: Pick<Booking, 'itemId'> & Partial<Pick<Booking, 'key'>>,
    options: CallOptions = {},
  ): Promise<BookedAppointment | undefined> {
    checkBooking(booking)
    checkCallOptions(options, { signal: true })
    return this.#ask(bookedAppointment(booking, this.#context, options.signal), booking.itemId)
  }

  /** Returns the booking with a key, for those whose database has lost it, or `undefined` if this calendar has none. */
  async find(key: string, options: CallOptions = {}): Promise<Booking | undefined> {
    checkKey(key)
    checkCallOptions(options, { signal: true })
    return this.#ask(bookingOfKey(key, this.#context, options.signal))
  }

  /** Returns all bookings of this library that overlap a window, whoever has made them, sorted by start. */
  async bookings(window: Window, options: CallOptions = {}): Promise<Booking[]> {
    checkWindow(window, this.#maxDays)
    checkCallOptions(options, { signal: true })
    return this.#ask(bookingsIn(window, this.#context, options.signal))
  }

  async #ask<Result>(answer: Promise<Result>, itemId?: string): Promise<Result> {
    try {
      return await answer
    } catch (error) {
      throw this.#named(error, itemId)
    }
  }

  /**
   * Removes the holds that dead processes left in the window: tentative items of this library that are more than ten minutes old by the
   * clock of this process. A `book` call that such a hold blocks removes it after a minute, but `freeSlots` doesn't offer its time and people
   * see it. So call this when a process starts, and once in a while.
   */
  async removeStaleHolds(window: Window, options: BookingOptions = {}): Promise<void> {
    checkCallOptions(options, BOOKING_OPTIONS)
    checkWindow(window, this.#maxDays)
    const serverTime = () => new Date(Date.now() - CLOCK_SKEW_MS)
    await this.#withDeadline(options, async (deadline) => {
      for (const piece of piecesOf(window, DAYS_OF_SEARCH))
        await this.#context.protocol.removeStale(piece, serverTime, deadline)
    })
  }

  /**
   * Returns the events that overlap a window, sorted by start. Series come as their occurrences. Private events come with
   * time and status only, unless the caller asks for more. If more than 1,000 events share one minute, the call fails rather than return
   * some of them. Time that is taken by something that can't be read is an event with `error`.
   */
  async events(window: Window, options: EventsOptions = {}): Promise<MailboxEvent[]> {
    const { client, own } = this.#context
    return this.#ask(eventsOf(client, own, window, { maxDays: this.#maxDays, ...options }))
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
    const { client, own } = this.#context
    const told = await this.#ask(changesOf(client, own, cursor, { maxDays: this.#maxDays, ...options }))
    return { changes: told.changes, cursor: told.cursor, resynced: told.resynced }
  }

  /**
   * Tells what `changes` tells, as it happens, until the loop is left or `signal` aborts. Everything is told once, also over cut connections
   * and restarts of the server. A stream of notifications says when to look, one for up to 200 calendars of the account; where the server
   * grants none, `changes` is asked every minute. Impersonate the mailbox: delegates get no notifications.
   *
   * @example
   * for await (const change of calendar.watch({ cursor, window, signal })) await save(change, change.cursor)
   * @throws EwsRequestError naming what is wrong, and errors that asking again won't fix
   */
  async *watch(options: WatchOptions = {}): AsyncGenerator<WatchedChange, void, undefined> {
    checkWatchOptions(options)
    const { client, own } = this.#context
    try {
      yield* watchChanges(client, own, { maxDays: this.#maxDays, ...options })
    } catch (error) {
      throw this.#named(error)
    }
  }

  async #withDeadline<Result>(
    options: BookingOptions,
    step: (deadline: CallDeadline) => Promise<Result>,
    itemId?: string,
  ): Promise<Result> {
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
    const known = aboutZone(error, this.timeZone, this.#context.zone.windowsId)
    return aboutMailbox(itemId === undefined ? known : about(known, `item ${itemId}`), this.mailbox)
  }
}

const othersOf = (calendar: string | undefined, alsoBusy: readonly string[]): readonly string[] =>
  [...new Set(alsoBusy)].filter((id) => id !== calendar)

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

function checkFolderIds(path: string, ids: unknown): void {
  if (!Array.isArray(ids)) throw invalid(path, `must be an array of folder ids, and ${given(ids)}`)
  for (const [position, id] of ids.entries()) checkFolderId(`${path}[${position}]`, id)
}

function checkFolderId(path: string, id: unknown): void {
  if (typeof id !== 'string' || id === '')
    throw invalid(path, 'must be the id of a folder, as BookingCalendar.list returns it')
}
