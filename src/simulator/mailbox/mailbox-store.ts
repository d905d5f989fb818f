import { isDeepStrictEqual } from 'node:util'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { type Appointment, appointmentDefaults, isMeeting, savedTimes } from '../calendar/appointment'
import type { SentMessage } from '../calendar/sent-message'
import { isDeleted } from '../calendar/series'
import { savedAttachments } from '../items/attachment'
import { changeKeyOf, itemIdOf, readOccurrenceId, uidOf } from '../items/exchange-id'
import { allProperties, omit, pick } from '../items/property'
import { ServiceError } from '../soap/service-error'
import { addressOf, Mailbox, type NewMailbox } from './mailbox'

/** Exchange's words for `ErrorItemNotFound`. */
export const ITEM_NOT_FOUND = 'The specified object was not found in the store.'

/** What a series' exceptions were made to; when it changes they are gone (MS-OXOCAL, 3.1.4.7.1). */
const timing = ({ recurrence, start, end, startTimeZone }: CalendarItem) => [recurrence, start, end, startTimeZone?.id]

/** All mailboxes of the simulated organisation. */
export class MailboxStore {
  readonly #mailboxes: ReadonlyMap<string, Mailbox>
  readonly #now: () => Date
  readonly #sent: SentMessage[] = []
  #items = 0
  #changes = 0

  constructor(mailboxes: Iterable<NewMailbox>, now: () => Date) {
    this.#mailboxes = new Map([...mailboxes].map((mailbox) => [addressOf(mailbox).toLowerCase(), mailboxOf(mailbox)]))
    this.#now = now
  }

  mailboxes(): Mailbox[] {
    return [...this.#mailboxes.values()]
  }

  /** Addresses are compared without regard to case. */
  find(address: string): Mailbox | undefined {
    return this.#mailboxes.get(address.toLowerCase())
  }

  now(): Date {
    return this.#now()
  }

  /** Everything that would have gone out by mail so far. */
  get sent(): readonly SentMessage[] {
    return this.#sent
  }

  /** Sends to nobody; where there is no recipient, there is no message. */
  send(message: SentMessage): void {
    if (message.to.length > 0) this.#sent.push(message)
  }

  /** @throws ServiceError as `savedTimes` does */
  create(mailbox: Mailbox, item: CalendarItem): Appointment {
    const times = savedTimes(item)
    const now = this.#now()
    const meeting = isMeeting(item)
    const itemId = this.#newItemId(mailbox)
    const appointment: Appointment = {
      ...appointmentDefaults,
      uid: uidOf(this.#items),
      dateTimeReceived: now,
      dateTimeSent: now,
      dateTimeCreated: now,
      dateTimeStamp: now,
      organizer: { mailbox: { name: mailbox.address, emailAddress: mailbox.address, routingType: 'SMTP' } },
      myResponseType: meeting ? 'Organizer' : 'Unknown',
      ...item,
      ...times,
      attachments: savedAttachments(item, itemId.id, now),
      isMeeting: meeting,
      calendarItemType: item.recurrence === undefined ? 'Single' : 'RecurringMaster',
      parentFolderId: { id: mailbox.calendarFolderId },
      lastModifiedName: mailbox.address,
      lastModifiedTime: now,
      itemId,
    }
    mailbox.put(appointment)
    return appointment
  }

  /**
   * Saves `item` in place of the item whose id it has, under a new change key; an occurrence becomes an exception of its series.
   *
   * @throws ServiceError as `savedTimes` does, and ErrorOccurrenceCrossingBoundary
   */
  update(mailbox: Mailbox, { itemId, ...item }: CalendarItem): Appointment {
    const previous = itemId && mailbox.find(itemId.id)
    if (previous === undefined) throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
    const { id } = previous.itemId
    const appointment: Appointment = {
      ...item,
      ...savedTimes(item),
      attachments: savedAttachments(item, id, this.#now()),
      isMeeting: isMeeting(item),
      myResponseType: item.myResponseType === 'Unknown' && isMeeting(item) ? 'Organizer' : item.myResponseType,
      lastModifiedTime: this.#now(),
      itemId: { id, changeKey: this.#nextChangeKey() },
    }
    const master = mailbox.masterOf(previous)
    if (master === undefined) this.#updateItem(mailbox, previous, appointment)
    else this.#updateOccurrence(mailbox, master, appointment)
    return mailbox.find(id) ?? appointment
  }

  #updateItem(mailbox: Mailbox, previous: Appointment, { deletedOccurrences, ...appointment }: Appointment) {
    const isSeries = appointment.recurrence !== undefined
    const isSameSeries = isDeepStrictEqual(timing(previous), timing(appointment))
    if (isSameSeries) this.#passOn(mailbox, previous, appointment)
    else mailbox.deleteExceptions(previous)
    mailbox.put({
      ...appointment,
      ...(isSeries && isSameSeries ? { deletedOccurrences } : {}),
      calendarItemType: isSeries ? 'RecurringMaster' : 'Single',
    })
  }

  /** Where an exception doesn't say otherwise, it is as its series says (MS-OXOCAL, 2.2.1.44.2). */
  #passOn(mailbox: Mailbox, previous: Appointment, changed: CalendarItem) {
    const differing = allProperties.filter((property) => !isDeepStrictEqual(previous[property], changed[property]))
    for (const exception of mailbox.exceptionsOf(previous)) {
      const inherited = differing.filter((property) => isDeepStrictEqual(exception[property], previous[property]))
      const { itemId, start, end } = exception
      mailbox.putException({
        ...omit(exception, inherited),
        ...pick(changed, inherited),
        itemId: { id: itemId.id, changeKey: this.#nextChangeKey() },
        start,
        end,
      })
    }
  }

  #updateOccurrence(mailbox: Mailbox, master: Appointment, occurrence: Appointment) {
    if (occurrence.recurrence !== undefined) {
      throw new ServiceError('ErrorCalendarInvalidPropertyState', 'An occurrence has no recurrence of its own.')
    }
    refuseCrossing(mailbox, master, occurrence)
    const originalStart = readOccurrenceId(occurrence.itemId.id)?.originalStart
    mailbox.putException({
      ...occurrence,
      originalStart,
      itemClass: 'IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}',
      calendarItemType: 'Exception',
    })
    this.#touch(mailbox, master)
  }

  /** Takes an item away for good; of a series' occurrence the series keeps that it is deleted. */
  delete(mailbox: Mailbox, appointment: Appointment): void {
    const { id } = appointment.itemId
    const master = mailbox.masterOf(appointment)
    mailbox.delete(id)
    const originalStart = readOccurrenceId(id)?.originalStart
    if (master === undefined || originalStart === undefined || isDeleted(master, originalStart)) return
    this.#touch(mailbox, {
      ...master,
      deletedOccurrences: [...(master.deletedOccurrences ?? []), { start: originalStart }],
    })
  }

  /**
   * Moves an item to Deleted Items, where it has a new id.
   *
   * A guess, to verify: that an occurrence is only taken out of its series, and that a series leaves its exceptions behind.
   */
  moveToDeletedItems(mailbox: Mailbox, appointment: Appointment): Appointment {
    const isOccurrence = mailbox.masterOf(appointment) !== undefined
    this.delete(mailbox, appointment)
    if (isOccurrence) return appointment
    const moved: Appointment = {
      ...appointment,
      parentFolderId: { id: mailbox.deletedItemsFolderId },
      itemId: this.#newItemId(mailbox),
    }
    mailbox.putDeleted(moved)
    return moved
  }

  /** A series changes with each of its occurrences. */
  #touch(mailbox: Mailbox, master: Appointment) {
    const itemId = { id: master.itemId.id, changeKey: this.#nextChangeKey() }
    mailbox.put({ ...master, lastModifiedTime: this.#now(), itemId })
  }

  #newItemId(mailbox: Mailbox) {
    return { id: itemIdOf(mailbox.address, this.#items++), changeKey: this.#nextChangeKey() }
  }

  #nextChangeKey() {
    return changeKeyOf(this.#changes++)
  }
}

const mailboxOf = (mailbox: NewMailbox) =>
  typeof mailbox === 'string' ? new Mailbox(mailbox) : new Mailbox(mailbox.address, mailbox.workingHours)

/** An occurrence stays between its neighbours (Microsoft, "ErrorOccurrenceCrossingBoundary"). */
function refuseCrossing(mailbox: Mailbox, master: Appointment, { itemId, start, end }: Appointment) {
  const original = readOccurrenceId(itemId.id)?.originalStart ?? start
  const from = original < start ? original : start
  const to = original > end ? original : end
  const others = mailbox
    .appointmentsBetween(from, to)
    .filter((other) => other.itemId.id !== itemId.id && mailbox.masterOf(other) === master)
  if (others.every((other) => other.end <= from || other.start >= to)) return
  throw new ServiceError(
    'ErrorOccurrenceCrossingBoundary',
    'An occurrence cannot be modified so that it crosses or overlaps an adjacent one.',
  )
}
