import type { WorkingHours } from 'ews-booking'
import type { Appointment } from '../calendar/appointment'
import { occurrenceAt, occurrencesOf } from '../calendar/series'
import { eightToFive } from '../calendar/working-hours'
import { calendarFolderIdOf, deletedItemsFolderIdOf, readOccurrenceId } from '../items/exchange-id'

/** A mailbox that there is to be; a mere address works from eight to five, UTC. */
export type NewMailbox = string | { readonly address: string; readonly workingHours?: WorkingHours | undefined }

/** The SMTP address of a mailbox that there is to be. */
export const addressOf = (mailbox: NewMailbox) => (typeof mailbox === 'string' ? mailbox : mailbox.address)

const byStart = (a: Appointment, b: Appointment) => a.start.getTime() - b.start.getTime()

/** A mailbox with its calendar and its deleted items, in memory. */
export class Mailbox {
  readonly #appointments = new Map<string, Appointment>()
  /** Occurrences that differ from their series. */
  readonly #exceptions = new Map<string, Appointment>()
  readonly #deleted = new Map<string, Appointment>()
  readonly calendarFolderId: string
  readonly deletedItemsFolderId: string

  constructor(
    readonly address: string,
    readonly workingHours: WorkingHours = eightToFive,
  ) {
    this.calendarFolderId = calendarFolderIdOf(address)
    this.deletedItemsFolderId = deletedItemsFolderIdOf(address)
  }

  /** Single items and series, by start. */
  appointments(): Appointment[] {
    return [...this.#appointments.values()].sort(byStart)
  }

  /** Single items and the occurrences of series that overlap or touch the time, by start. */
  appointmentsBetween(from: Date, to: Date): Appointment[] {
    const all = [...this.#appointments.values()].flatMap((item) => {
      if (item.recurrence === undefined) return [item]
      const regular = occurrencesOf(item, from, to).filter(({ itemId }) => !this.#exceptions.has(itemId.id))
      return [...regular, ...this.exceptionsOf(item)]
    })
    return all.filter(({ start, end }) => start <= to && end >= from).sort(byStart)
  }

  /** What was moved to Deleted Items, by start. */
  deletedItems(): Appointment[] {
    return [...this.#deleted.values()].sort(byStart)
  }

  /** The occurrences of a series that differ from it, by start. */
  exceptionsOf({ itemId: { id } }: Appointment): Appointment[] {
    return [...this.#exceptions.values()]
      .filter(({ itemId }) => readOccurrenceId(itemId.id)?.masterId === id)
      .sort(byStart)
  }

  /** An item, a series or an occurrence. Ids are case-sensitive (MS-OXWSCORE, ItemIdType). */
  find(id: string): Appointment | undefined {
    return this.#appointments.get(id) ?? this.#deleted.get(id) ?? this.#exceptions.get(id) ?? this.#occurrence(id)
  }

  #occurrence(id: string): Appointment | undefined {
    const occurrence = readOccurrenceId(id)
    const master = occurrence && this.#appointments.get(occurrence.masterId)
    return occurrence && master && occurrenceAt(master, occurrence.originalStart)
  }

  /** The series that an occurrence belongs to. */
  masterOf({ itemId: { id } }: Appointment): Appointment | undefined {
    return this.#appointments.get(readOccurrenceId(id)?.masterId ?? '')
  }

  isDeletedItem({ itemId: { id } }: Appointment): boolean {
    return this.#deleted.has(id)
  }

  put(appointment: Appointment): void {
    this.#appointments.set(appointment.itemId.id, appointment)
  }

  putException(exception: Appointment): void {
    this.#exceptions.set(exception.itemId.id, exception)
  }

  putDeleted(appointment: Appointment): void {
    this.#deleted.set(appointment.itemId.id, appointment)
  }

  /** For good: with a series, its exceptions. */
  delete(id: string): void {
    const item = this.#appointments.get(id)
    if (item !== undefined) this.deleteExceptions(item)
    for (const items of [this.#appointments, this.#exceptions, this.#deleted]) items.delete(id)
  }

  deleteExceptions(master: Appointment): void {
    for (const { itemId } of this.exceptionsOf(master)) this.#exceptions.delete(itemId.id)
  }
}
