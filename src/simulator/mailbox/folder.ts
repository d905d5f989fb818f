import type { DistinguishedFolderIdName } from '../../operations/types/folder-id'
import { type Appointment, byStart } from '../calendar/appointment'
import { spanOf } from '../calendar/recurrence'
import { occurrenceAt, occurrencesOf, seriesOf } from '../calendar/series'
import { readOccurrenceId } from '../items/exchange-id'
import type { Mail } from '../mail/mail'
import { type Announcement, Journal, type Origin } from './journal'
import { PermissionTable } from './permission'
import type { SavedFolder } from './saved-mailbox'
import { type Identified, isAppointment, isMail, type StoredItem } from './stored-item'
import { TimeIndex } from './time-index'

/** A series, when it takes place in milliseconds since 1970, and its occurrences that differ from its pattern. */
interface SeriesEntry {
  readonly master: Appointment
  readonly from: number
  readonly to: number
  readonly exceptions: Map<string, Appointment>
}

/** The change key in references to parent folders, which is no version of anything. */
export const PARENT_CHANGE_KEY = 'AQAAAA=='

/** The properties of a folder that don't depend on its items. */
export interface FolderFacts {
  /** Opaque and case-sensitive (MS-OXWSCDATA, FolderIdType). */
  readonly id: string
  /** The folder that this one is in; only the root has none. */
  readonly parent: Folder | undefined
  /** `IPF.Appointment` for calendars, `IPF.Note` for mail; the root has none. */
  readonly folderClass: string | undefined
  readonly displayName: string
  /** The well-known name, if the folder has one. */
  readonly distinguishedName?: DistinguishedFolderIdName | undefined
  readonly changeKey: string
}

/** A folder of a mailbox with its items (MS-OXWSFOLD, FolderType). The journal has every change of its items. */
export class Folder {
  /** The changes of the items: what SyncFolderItems reports. */
  readonly journal: Journal
  /** The folder's own properties. They change when it is moved or renamed. */
  facts: FolderFacts
  /** When the content changed last. Each change makes it later, by a second at least, even while the clock stands still. */
  changedAt: Date
  /** What users may do with the folder, beside its owner. */
  permissions: PermissionTable
  readonly #reference: { readonly id: string; readonly changeKey: string }
  readonly #items = new Map<string, StoredItem>()
  /** Single items and exceptions; regular occurrences follow from their series. */
  readonly #times = new TimeIndex<Appointment>()
  readonly #series = new Map<string, SeriesEntry>()

  /**
   * @param announce is called after each change of an item
   * @param createdAt when the folder was created
   * @param permissions what others may do with the folder; defaults to nothing
   */
  constructor(
    facts: FolderFacts,
    announce: (change: Announcement) => void,
    createdAt: Date,
    permissions = new PermissionTable({}, 'None'),
  ) {
    this.facts = facts
    this.changedAt = createdAt
    this.journal = new Journal(announce)
    this.permissions = permissions
    this.#reference = { id: facts.id, changeKey: PARENT_CHANGE_KEY }
  }

  get id(): string {
    return this.facts.id
  }

  /** The folder's id as a reference in its items (MS-OXWSCDATA, FolderIdType). */
  get reference(): { readonly id: string; readonly changeKey: string } {
    return this.#reference
  }

  /** True if calendar items may be created in the folder, and a calendar view be asked of it. */
  get isCalendar(): boolean {
    return isOfClass(this.facts.folderClass, 'IPF.Appointment')
  }

  /** The folder with its items and changes, to restore it from. */
  save(): SavedFolder {
    const { id, changeKey, parent, folderClass, displayName, distinguishedName } = this.facts
    const items = [...this.#items.values()]
    const exceptions = items.flatMap((item) => this.exceptionsOf(item))
    const facts = { id, changeKey, parentId: parent?.id, folderClass, displayName, distinguishedName }
    return { ...facts, items, exceptions, changedAt: this.changedAt, journal: this.journal.save() }
  }

  /** Takes the items that were saved. Nothing is announced. */
  restore({ items, exceptions, journal }: SavedFolder): void {
    for (const item of items) {
      this.#items.set(item.itemId.id, item)
      this.#index(item)
    }
    for (const exception of exceptions) this.putException(exception)
    this.journal.restore(journal)
  }

  /** Single items, series and messages, in the order in which they came to the folder. */
  items(): IterableIterator<StoredItem> {
    return this.#items.values()
  }

  /** Single calendar items and series, in the order in which they came to the folder. */
  appointments(): Appointment[] {
    return [...this.#items.values()].filter(isAppointment)
  }

  /** How many items there are; a series is one. */
  get size(): number {
    return this.#items.size
  }

  /** How many messages nobody has read. */
  get unreadCount(): number {
    return [...this.#items.values()].filter((item) => isMail(item) && item.isRead === false).length
  }

  /** Single items and the occurrences of series that overlap or touch the time, by start. */
  between(from: Date, to: Date): Appointment[] {
    const found = this.#times.between(from, to)
    for (const series of this.#series.values()) {
      if (series.from > to.getTime() || series.to < from.getTime()) continue
      for (const occurrence of occurrencesOf(series.master, from, to)) {
        if (!series.exceptions.has(occurrence.itemId.id)) found.push(occurrence)
      }
    }
    return found.sort(byStartAndId)
  }

  /** The occurrences of a series that differ from its pattern, by start. */
  exceptionsOf({ itemId }: Identified): Appointment[] {
    return [...(this.#series.get(itemId.id)?.exceptions.values() ?? [])].sort(byStart)
  }

  /** An item, a series or an occurrence by its id. Ids are case-sensitive (MS-OXWSCORE, ItemIdType). */
  find(id: string): StoredItem | undefined {
    const item = this.#items.get(id)
    const occurrence = item === undefined ? readOccurrenceId(id) : undefined
    const series = occurrence && this.#series.get(occurrence.masterId)
    if (occurrence === undefined || series === undefined) return item
    return series.exceptions.get(id) ?? occurrenceAt(series.master, occurrence.originalStart)
  }

  /** The series that an occurrence belongs to. */
  masterOf({ itemId }: Identified): Appointment | undefined {
    const master = this.#items.get(readOccurrenceId(itemId.id)?.masterId ?? '')
    return master !== undefined && isAppointment(master) ? master : undefined
  }

  /** Adds an item or a series, or replaces the one with its id. */
  put(item: StoredItem, origin?: Origin): void {
    const previous = this.#items.get(item.itemId.id)
    if (previous !== undefined && !hasSameTimes(previous, item)) this.#unindex(previous)
    this.#items.set(item.itemId.id, item)
    this.#index(item)
    this.journal.put(item.itemId, origin)
  }

  /** Replaces a message by itself, marked as read or unread. */
  mark(mail: Mail): void {
    this.#items.set(mail.itemId.id, mail)
    this.journal.putReadFlag(mail.itemId)
  }

  /** Adds an exception, or replaces the one with its id. Its series has to be put as well, as it changes with it. */
  putException(exception: Appointment): void {
    const { id } = exception.itemId
    const exceptions = this.#exceptionsOf(exception)
    const previous = exceptions?.get(id)
    if (previous !== undefined) this.#times.remove(previous)
    exceptions?.set(id, exception)
    this.#times.add(exception)
  }

  /** Removes an item, a series with its exceptions, or an exception. A move removes it here and puts it elsewhere. */
  delete(id: string, move?: { readonly isMove: boolean }): void {
    const item = this.#items.get(id)
    if (item === undefined) {
      this.#deleteException(id)
      return
    }
    this.deleteExceptions(item)
    this.#unindex(item)
    this.#items.delete(id)
    this.#series.delete(id)
    this.journal.delete(item.itemId, move)
  }

  /** Makes all occurrences of a series regular ones again. */
  deleteExceptions(master: Identified): void {
    const exceptions = this.#series.get(master.itemId.id)?.exceptions
    for (const id of exceptions?.keys() ?? []) this.#deleteException(id)
  }

  #index(item: StoredItem) {
    if (isMail(item)) return
    const series = seriesOf(item)
    const { id } = item.itemId
    if (series === undefined) {
      this.#series.delete(id)
      this.#times.add(item)
      return
    }
    const exceptions = this.#series.get(id)?.exceptions ?? new Map<string, Appointment>()
    this.#series.set(id, { master: item, ...spanOf(series), exceptions })
  }

  #unindex(item: StoredItem) {
    if (isAppointment(item) && item.recurrence === undefined) this.#times.remove(item)
  }

  #exceptionsOf({ itemId }: Identified): Map<string, Appointment> | undefined {
    return this.#series.get(readOccurrenceId(itemId.id)?.masterId ?? '')?.exceptions
  }

  #deleteException(id: string) {
    const exceptions = this.#series.get(readOccurrenceId(id)?.masterId ?? '')?.exceptions
    const exception = exceptions?.get(id)
    if (exception === undefined) return
    this.#times.remove(exception)
    exceptions?.delete(id)
  }
}

/** The order of a calendar. Items that start together are in an order that a restart keeps. */
const byStartAndId = (a: Appointment, b: Appointment): number =>
  byStart(a, b) || (a.itemId.id < b.itemId.id ? -1 : Number(a.itemId.id > b.itemId.id))

/** True for single items with the same times. */
const hasSameTimes = (a: StoredItem, b: StoredItem) =>
  isAppointment(a) &&
  isAppointment(b) &&
  a.recurrence === undefined &&
  b.recurrence === undefined &&
  a.start.getTime() === b.start.getTime() &&
  a.end.getTime() === b.end.getTime()

/** True if a folder's class is `wanted` or one of its subclasses, without regard to case (MS-OXOSFLD, PidTagContainerClass). */
export function isOfClass(folderClass: string | undefined, wanted: string): boolean {
  const [actual = '', prefix] = [folderClass?.toLowerCase(), wanted.toLowerCase()]
  return actual === prefix || actual.startsWith(`${prefix}.`)
}
