import { isDeepStrictEqual } from 'node:util'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { type Appointment, isMeeting, newAppointment, savedTimes } from '../calendar/appointment'
import type { SentMessage } from '../calendar/sent-message'
import { isDeleted } from '../calendar/series'
import { savedAttachments } from '../items/attachment'
import { changeKeyOf, mailboxOfFolderId, mailboxOfItemId, readOccurrenceId, uidOf } from '../items/exchange-id'
import { withoutTwins } from '../items/mapi-twin'
import { calendarItemProperties } from '../items/property'
import { omit, pick } from '../items/property-set'
import type { Mail, NewMail } from '../mail/mail'
import { ServiceError } from '../soap/service-error'
import { addressOf, type NewMailbox } from './described-mailbox'
import { Directory, type DistributionGroup } from './directory'
import type { Folder } from './folder'
import { Mailbox } from './mailbox'
import type { Outgoing, SavedStore } from './saved-mailbox'

import { type Identified, isAppointment, isMail, type StoredItem } from './stored-item'

export type { Outgoing }

/** Exchange's words for `ErrorItemNotFound`. */
export const ITEM_NOT_FOUND = 'The specified object was not found in the store.'

/** The most messages that are remembered. */
const MOST_SENT = 10_000

/** The properties of a series whose change discards its exceptions (MS-OXOCAL, 3.1.4.7.1). */
const timing = ({ recurrence, start, end, startTimeZone }: CalendarItem) => [recurrence, start, end, startTimeZone?.id]

/** Everything that a store holds, which another state replaces at once. */
interface Contents {
  readonly directory: Directory
  readonly byAddress: ReadonlyMap<string, Mailbox>
  readonly byGuid: ReadonlyMap<string, Mailbox>
  readonly counters: Counters
  sent: SentMessage[]
  readonly outgoing: Outgoing[]
}

/** How many items and change keys there were, from which new ids follow. */
interface Counters {
  items: number
  changes: number
}

const NOTHING: SavedStore = { mailboxes: [], sent: [], outgoing: [], items: 0, changes: 0 }

/** All mailboxes of the simulated organization. */
export class MailboxStore {
  readonly #described: readonly NewMailbox[]
  readonly #groups: readonly DistributionGroup[]
  readonly #now: () => Date
  #contents: Contents

  /**
   * @param now the server's clock
   * @param saved what the mailboxes hold; mailboxes that aren't among them are empty
   */
  constructor(
    mailboxes: Iterable<NewMailbox>,
    now: () => Date,
    groups: readonly DistributionGroup[] = [],
    saved: SavedStore = NOTHING,
  ) {
    this.#described = [...mailboxes]
    this.#groups = groups
    this.#now = now
    this.#contents = this.#contentsOf(saved)
  }

  /** The address book of the organization. */
  get directory(): Directory {
    return this.#contents.directory
  }

  /** Holds what was saved instead of what it holds, as if it had begun with it. If that fails, nothing changes. */
  restore(saved: SavedStore): void {
    this.#contents = this.#contentsOf(saved)
  }

  #contentsOf(saved: SavedStore): Contents {
    const before = new Map(saved.mailboxes.map((each) => [each.described.address.toLowerCase(), each]))
    const all = new Map<string, NewMailbox>()
    for (const mailbox of [...saved.mailboxes.map(({ described }) => described), ...this.#described]) {
      const address = addressOf(mailbox).toLowerCase()
      // An address alone says nothing against what is known of the mailbox.
      if (typeof mailbox !== 'string' || !all.has(address)) all.set(address, mailbox)
    }
    const counters = { items: saved.items, changes: saved.changes }
    const nextChangeKey = () => changeKeyOf(counters.changes++)
    const mailboxes = Array.from(
      all,
      ([address, mailbox]) => new Mailbox(mailbox, nextChangeKey, this.#now, before.get(address)),
    )
    return {
      directory: new Directory(mailboxes, this.#groups),
      byAddress: new Map(mailboxes.map((mailbox) => [mailbox.address.toLowerCase(), mailbox])),
      byGuid: new Map(mailboxes.map((mailbox) => [mailbox.ids.guid, mailbox])),
      counters,
      sent: [...saved.sent],
      outgoing: [...saved.outgoing],
    }
  }

  /** What the mailboxes hold now. Later changes don't change it. */
  save(): SavedStore {
    const { sent, outgoing, counters } = this.#contents
    const mailboxes = this.mailboxes().map((mailbox) => mailbox.save())
    return { mailboxes, sent: [...sent], outgoing: [...outgoing], ...counters }
  }

  mailboxes(): Mailbox[] {
    return [...this.#contents.byAddress.values()]
  }

  /** A mailbox by its address, which is compared without regard to case. */
  find(address: string): Mailbox | undefined {
    return this.#contents.byAddress.get(address.toLowerCase())
  }

  /** The mailbox that an item id belongs to; `undefined` if it belongs to none. */
  mailboxOfItem(itemId: string): Mailbox | undefined {
    return this.#contents.byGuid.get(mailboxOfItemId(itemId) ?? '')
  }

  /** The mailbox that a folder id belongs to; `undefined` if it belongs to none. */
  mailboxOfFolder(folderId: string): Mailbox | undefined {
    return this.#contents.byGuid.get(mailboxOfFolderId(folderId) ?? '')
  }

  /** The server's clock. */
  now(): Date {
    return this.#now()
  }

  /** The messages that would have gone out by mail since the last `forgetSent`. */
  get sent(): readonly SentMessage[] {
    return this.#contents.sent
  }

  /** Takes the message that was sent first of those that aren't delivered yet. */
  takeOutgoing(): Outgoing | undefined {
    return this.#contents.outgoing.shift()
  }

  forgetSent(): void {
    this.#contents.sent = []
  }

  /** Records a message, to be delivered later. Without recipients there is none. */
  send(outgoing: Outgoing): void {
    if (outgoing.message.to.length === 0) return
    this.#contents.outgoing.push(outgoing)
    this.#contents.sent.push(outgoing.message)
    if (this.#contents.sent.length > MOST_SENT) this.#contents.sent.shift()
  }

  /**
   * Creates an item or a series.
   *
   * @param place the folder, which defaults to the mailbox's own calendar, and the creator if that isn't the owner
   * @throws ServiceError as `savedTimes`
   */
  create(
    mailbox: Mailbox,
    given: CalendarItem,
    { folder = mailbox.calendar, creator }: { readonly folder?: Folder; readonly creator?: string | undefined } = {},
  ): Appointment {
    const item = withoutTwins(given)
    const times = savedTimes(item)
    const now = this.#now()
    const meeting = isMeeting(item)
    const itemId = this.#newItemId(mailbox)
    const facts = {
      uid: uidOf(this.#contents.counters.items),
      dateTimeReceived: now,
      dateTimeSent: now,
      dateTimeCreated: now,
      dateTimeStamp: now,
      organizer: {
        mailbox: {
          name: mailbox.displayName,
          emailAddress: mailbox.address,
          routingType: 'SMTP',
          mailboxType: 'Mailbox',
        },
      },
      myResponseType: meeting ? 'Organizer' : 'Unknown',
    } as const
    const appointment: Appointment = Object.assign({ ...newAppointment }, facts, item, {
      ...times,
      attachments: savedAttachments(item, itemId.id, now),
      isMeeting: meeting,
      calendarItemType: item.recurrence === undefined ? 'Single' : 'RecurringMaster',
      parentFolderId: folder.reference,
      lastModifiedName: mailbox.displayName,
      lastModifiedTime: now,
      itemId,
      creator,
    } as const)
    mailbox.put(appointment, folder)
    return appointment
  }

  /**
   * Saves `item` in place of the item with its id, under a new change key. An occurrence becomes an exception of its series.
   *
   * @throws ServiceError as `savedTimes`, and ErrorOccurrenceCrossingBoundary
   */
  update(mailbox: Mailbox, { itemId, ...given }: CalendarItem): Appointment {
    const item = withoutTwins(given)
    const previous = itemId && mailbox.find(itemId.id)
    const folder = previous && mailbox.placeOf(previous)
    if (previous === undefined || isMail(previous) || folder === undefined) {
      throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
    }
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
    const master = folder.masterOf(previous)
    if (master === undefined) this.#updateItem(folder, previous, appointment)
    else this.#updateOccurrence(folder, master, appointment)
    const saved = folder.find(id)
    return saved !== undefined && isAppointment(saved) ? saved : appointment
  }

  /** The header Message-ID of the next message that a mailbox sends (RFC 5322, 3.6.4). */
  nextMessageId(address: string): string {
    return `<${uidOf(this.#contents.counters.changes++)}@${address.replace(/^.*@/, '')}>`
  }

  /** Saves a new message in a folder. One that has just arrived is announced as new mail. */
  createMail(
    mailbox: Mailbox,
    mail: NewMail,
    { folder, creator, arrives = false }: { folder: Folder; creator?: string | undefined; arrives?: boolean },
  ): Mail {
    const itemId = this.#newItemId(mailbox)
    const now = this.#now()
    const saved: Mail = {
      dateTimeReceived: now,
      dateTimeSent: now,
      dateTimeCreated: now,
      ...mail,
      attachments: savedAttachments(mail, itemId.id, now),
      parentFolderId: folder.reference,
      lastModifiedName: mailbox.displayName,
      lastModifiedTime: now,
      itemId,
      creator,
    }
    mailbox.put(saved, folder)
    if (arrives) mailbox.events.record({ kind: 'NewMail', of: 'item', at: { object: itemId, parentId: folder.id } })
    return saved
  }

  /** Saves an item with other attachments. */
  attach(mailbox: Mailbox, item: StoredItem, attachments: StoredItem['attachments']): StoredItem {
    if (isMail(item)) return this.updateMail(mailbox, { ...item, attachments })
    return this.update(mailbox, { ...item, attachments })
  }

  /**
   * Saves `mail` in place of the message with its id, under a new change key.
   *
   * @throws ServiceError ErrorItemNotFound
   */
  updateMail(mailbox: Mailbox, mail: Mail): Mail {
    const previous = mailbox.find(mail.itemId.id)
    const folder = previous && mailbox.placeOf(previous)
    if (previous === undefined || folder === undefined) throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
    const { id } = mail.itemId
    const now = this.#now()
    const itemId = { id, changeKey: this.#nextChangeKey() }
    const saved = { ...mail, attachments: savedAttachments(mail, id, now), lastModifiedTime: now, itemId }
    const isReadFlagOnly = isDeepStrictEqual(content(previous), content(saved))
    if (isReadFlagOnly) folder.mark(saved)
    else mailbox.put(saved, folder)
    return saved
  }

  #updateItem(folder: Folder, previous: Appointment, { deletedOccurrences, ...appointment }: Appointment) {
    const isSeries = appointment.recurrence !== undefined
    const isSameSeries = isDeepStrictEqual(timing(previous), timing(appointment))
    if (isSameSeries) this.#passOn(folder, previous, appointment)
    else folder.deleteExceptions(previous)
    folder.put({
      ...appointment,
      ...(isSeries && isSameSeries ? { deletedOccurrences } : {}),
      calendarItemType: isSeries ? 'RecurringMaster' : 'Single',
    })
  }

  /** An exception inherits every property in which it doesn't differ from its series (MS-OXOCAL, 2.2.1.44.2). */
  #passOn(folder: Folder, previous: Appointment, changed: CalendarItem) {
    const exceptions = folder.exceptionsOf(previous)
    if (exceptions.length === 0) return
    const differing = calendarItemProperties.all.filter(
      (property) => !isDeepStrictEqual(previous[property], changed[property]),
    )
    for (const exception of exceptions) {
      const inherited = differing.filter((property) => isDeepStrictEqual(exception[property], previous[property]))
      const { itemId, start, end } = exception
      folder.putException({
        ...omit(exception, inherited),
        ...pick(changed, inherited),
        itemId: { id: itemId.id, changeKey: this.#nextChangeKey() },
        start,
        end,
      })
    }
  }

  #updateOccurrence(folder: Folder, master: Appointment, occurrence: Appointment) {
    if (occurrence.recurrence !== undefined) {
      throw new ServiceError('ErrorCalendarInvalidPropertyState', 'An occurrence has no recurrence of its own.')
    }
    refuseCrossing(folder, master, occurrence)
    const originalStart = readOccurrenceId(occurrence.itemId.id)?.originalStart
    folder.putException({
      ...occurrence,
      originalStart,
      itemClass: 'IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}',
      calendarItemType: 'Exception',
    })
    this.#touch(folder, master)
  }

  /** Deletes an item for good. A series remembers which of its occurrences are deleted. */
  delete(mailbox: Mailbox, item: Identified): void {
    const { id } = item.itemId
    const folder = mailbox.placeOf(item)
    const master = folder?.masterOf(item)
    mailbox.delete(id)
    const originalStart = readOccurrenceId(id)?.originalStart
    if (folder === undefined || master === undefined || originalStart === undefined) return
    if (isDeleted(master, originalStart)) return
    const deletedOccurrences = [...(master.deletedOccurrences ?? []), { start: originalStart }]
    this.#touch(folder, { ...master, deletedOccurrences })
  }

  /**
   * Moves an item to Deleted Items, where it has a new id.
   *
   * A guess, to verify: an occurrence is only removed from its series, and a series leaves its exceptions behind.
   */
  moveToDeletedItems<Item extends StoredItem>(mailbox: Mailbox, item: Item): Item {
    return this.#discard(mailbox, item, mailbox.deletedItems)
  }

  /** Moves an item to Recoverable Items, where it has a new id (Microsoft, "Recoverable Items folder"). */
  softDelete<Item extends StoredItem>(mailbox: Mailbox, item: Item): Item {
    return this.#discard(mailbox, item, mailbox.recoverableItems)
  }

  #discard<Item extends StoredItem>(mailbox: Mailbox, item: Item, to: Folder): Item {
    const from = mailbox.placeOf(item)
    if (from !== undefined && mailbox.masterOf(item) === undefined) return this.move(mailbox, item, { from, to })
    this.delete(mailbox, item)
    return item
  }

  /** Moves an item or a series to another folder of its mailbox, where it has a new id. */
  move<Item extends StoredItem>(mailbox: Mailbox, item: Item, { from, to }: { from: Folder; to: Folder }): Item {
    const moved = this.#another(mailbox, item, to)
    mailbox.delete(item.itemId.id, { isMove: true })
    mailbox.put(moved, to, { kind: 'Moved', object: item.itemId, parentId: from.id })
    return moved
  }

  /** Copies an item or a series to a folder of its mailbox. */
  copy<Item extends StoredItem>(mailbox: Mailbox, item: Item, { from, to }: { from: Folder; to: Folder }): Item {
    const copy = this.#another(mailbox, item, to)
    mailbox.put(copy, to, { kind: 'Copied', object: item.itemId, parentId: from.id })
    return copy
  }

  /** The same item, with an id of its own, for another folder. */
  #another<Item extends StoredItem>(mailbox: Mailbox, item: Item, folder: Folder): Item {
    const itemId = this.#newItemId(mailbox)
    const attachments = savedAttachments(item, itemId.id, this.#now())
    return { ...item, attachments, parentFolderId: folder.reference, itemId }
  }

  /** A series changes with each of its occurrences. */
  #touch(folder: Folder, master: Appointment) {
    const itemId = { id: master.itemId.id, changeKey: this.#nextChangeKey() }
    folder.put({ ...master, lastModifiedTime: this.#now(), itemId })
  }

  #newItemId(mailbox: Mailbox) {
    return { id: mailbox.ids.item(this.#contents.counters.items++), changeKey: this.#nextChangeKey() }
  }

  #nextChangeKey() {
    return changeKeyOf(this.#contents.counters.changes++)
  }
}

/** What of a message counts as its content: marking it as read is no change of it. */
const content = ({ isRead, lastModifiedTime, itemId, ...rest }: Partial<Mail>) => rest

/** An occurrence has to stay between its neighbors (Microsoft, "ErrorOccurrenceCrossingBoundary"). */
function refuseCrossing(folder: Folder, master: Appointment, { itemId, start, end }: Appointment) {
  const original = readOccurrenceId(itemId.id)?.originalStart ?? start
  const from = original < start ? original : start
  const to = original > end ? original : end
  const others = folder
    .between(from, to)
    .filter((other) => other.itemId.id !== itemId.id && folder.masterOf(other)?.itemId.id === master.itemId.id)
  if (others.every((other) => other.end <= from || other.start >= to)) return
  throw new ServiceError(
    'ErrorOccurrenceCrossingBoundary',
    'An occurrence cannot be modified so that it crosses or overlaps an adjacent one.',
  )
}
