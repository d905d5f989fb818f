import type { CallOptions, EwsClient } from 'ews-booking'
import { type Booking, type BookingRequest, bookingItem } from './booking'
import { type CalendarEvent, eventsOf } from './event'
import { type BusyPeriod, type FreeBusyOptions, freeBusyOf, type MailboxFreeBusy } from './free-busy'
import { incomplete } from './incomplete-answer'
import { invalid, type Window } from './window'

export interface BookingCalendarOptions {
  /** The SMTP address of the mailbox. The client's account needs rights on its calendar, or impersonates it. */
  readonly mailbox: string
}

/**
 * The calendar of one mailbox, for a booking product. Nothing is cached or stored: every method asks Exchange.
 *
 * Methods reject with the errors of `EwsClient`; `EwsRequestError` names an argument that is wrong.
 *
 * @example
 * const calendar = new BookingCalendar(client, { mailbox: 'dr.meier@example.com' })
 */
export class BookingCalendar {
  readonly mailbox: string
  readonly #client: EwsClient

  /** @throws EwsRequestError */
  constructor(client: EwsClient, { mailbox }: BookingCalendarOptions) {
    if (typeof mailbox !== 'string' || mailbox === '') throw invalid('mailbox', 'must be an SMTP address')
    this.mailbox = mailbox
    this.#client = client
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
  async freeBusy(window: Window, options?: Omit<FreeBusyOptions, 'workingHours'>): Promise<readonly BusyPeriod[]> {
    const answers = await freeBusyOf(this.#client, [this.mailbox], window, options)
    const { periods, error } = answers.get(this.mailbox) ?? {}
    if (error !== undefined) throw error
    if (periods === undefined) throw incomplete('GetUserAvailability', 'the mailbox is missing in the answer')
    return periods
  }

  /**
   * Makes an appointment of status busy. It neither looks whether the time is taken nor recognises a `key` that it has seen:
   * a call that is repeated books again, and after an error of unknown outcome `events` tells.
   */
  async book(request: BookingRequest, { signal }: CallOptions = {}): Promise<Booking> {
    const response = await this.#client.createItem(
      {
        sendMeetingInvitations: 'SendToNone',
        savedItemFolderId: { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: this.mailbox } } },
        items: [{ calendarItem: bookingItem(request) }],
      },
      { signal },
    )
    const [message] = response.responseMessages
    if (message?.error !== undefined) throw message.error
    const { id: itemId, changeKey } = message?.items?.[0]?.itemId ?? {}
    if (itemId === undefined || changeKey === undefined) throw incomplete('CreateItem', 'the answer has no item id')
    const { key, start, end } = request
    return { key, itemId, changeKey, mailbox: this.mailbox, start: start.toISOString(), end: end.toISOString() }
  }

  /** Moves the appointment to Deleted Items. One that is gone already is an `EwsResponseError`, `ErrorItemNotFound`. */
  async cancel({ itemId }: Pick<Booking, 'itemId'>, { signal }: CallOptions = {}): Promise<void> {
    const response = await this.#client.deleteItem(
      {
        deleteType: 'MoveToDeletedItems',
        sendMeetingCancellations: 'SendToNone',
        itemIds: [{ itemId: { id: itemId } }],
      },
      { signal },
    )
    const [message] = response.responseMessages
    if (message === undefined) throw incomplete('DeleteItem', 'the answer is empty')
    if (message.error !== undefined) throw message.error
  }

  /**
   * The events that have a part in the window, with title, description and location, in order; series are expanded.
   * Private ones keep time and status only. At most 1,000 events: a window with more is refused, never cut.
   */
  events(window: Window, { signal }: CallOptions = {}): Promise<CalendarEvent[]> {
    return eventsOf(this.#client, this.mailbox, window, signal)
  }
}
