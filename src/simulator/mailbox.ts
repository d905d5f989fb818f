import type { CalendarItem } from '../operations/calendar-item'
import type { WorkingHours } from '../operations/free-busy-view'
import { type Appointment, appointmentDefaults, isMeeting, timesOf } from './appointment'
import { calendarFolderIdOf, changeKeyOf, itemIdOf, uidOf } from './exchange-id'
import { ServiceError } from './service-error'
import { eightToFive } from './working-hours'

/** A mailbox that there is to be; a mere address works from eight to five, UTC. */
export type NewMailbox = string | { readonly address: string; readonly workingHours?: WorkingHours | undefined }

/** The SMTP address of a mailbox that there is to be. */
export const addressOf = (mailbox: NewMailbox) => (typeof mailbox === 'string' ? mailbox : mailbox.address)

/** A mailbox with its calendar, in memory. */
export class Mailbox {
  readonly #appointments = new Map<string, Appointment>()

  constructor(
    readonly address: string,
    readonly workingHours: WorkingHours = eightToFive,
    readonly calendarFolderId = calendarFolderIdOf(address),
  ) {}

  /** By start. */
  appointments(): Appointment[] {
    return [...this.#appointments.values()].sort((a, b) => a.start.getTime() - b.start.getTime())
  }

  /** Ids are case-sensitive (MS-OXWSCORE, ItemIdType). */
  find(id: string): Appointment | undefined {
    return this.#appointments.get(id)
  }

  put(appointment: Appointment): void {
    this.#appointments.set(appointment.itemId.id, appointment)
  }

  delete(id: string): void {
    this.#appointments.delete(id)
  }
}

/** All mailboxes of the simulated organisation. */
export class MailboxStore {
  readonly #mailboxes: ReadonlyMap<string, Mailbox>
  readonly #now: () => Date
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

  /** @throws ServiceError as `timesOf` does */
  create(mailbox: Mailbox, item: CalendarItem): Appointment {
    const times = timesOf(item)
    const now = this.#now()
    const meeting = isMeeting(item)
    const count = this.#items++
    const appointment: Appointment = {
      ...appointmentDefaults,
      uid: uidOf(count),
      dateTimeReceived: now,
      dateTimeCreated: now,
      organizer: { mailbox: { name: mailbox.address, emailAddress: mailbox.address, routingType: 'SMTP' } },
      myResponseType: meeting ? 'Organizer' : 'Unknown',
      ...item,
      ...times,
      isMeeting: meeting,
      parentFolderId: { id: mailbox.calendarFolderId },
      lastModifiedTime: now,
      itemId: { id: itemIdOf(mailbox.address, count), changeKey: this.#nextChangeKey() },
    }
    mailbox.put(appointment)
    return appointment
  }

  /** Saves `item` in place of the item whose id it has, under a new change key. */
  update(mailbox: Mailbox, { itemId, ...item }: CalendarItem): Appointment {
    const previous = itemId && mailbox.find(itemId.id)
    if (previous === undefined) throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
    const appointment: Appointment = {
      ...item,
      ...timesOf(item),
      isMeeting: isMeeting(item),
      lastModifiedTime: this.#now(),
      itemId: { id: previous.itemId.id, changeKey: this.#nextChangeKey() },
    }
    mailbox.put(appointment)
    return appointment
  }

  #nextChangeKey() {
    return changeKeyOf(this.#changes++)
  }
}

const mailboxOf = (mailbox: NewMailbox) =>
  typeof mailbox === 'string' ? new Mailbox(mailbox) : new Mailbox(mailbox.address, mailbox.workingHours)

/** Exchange's words for `ErrorItemNotFound`. */
export const ITEM_NOT_FOUND = 'The specified object was not found in the store.'
