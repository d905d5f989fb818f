import type { WorkingHours } from 'ews-booking'
import type { OofSettings } from '../../operations/out-of-office/oof-settings'
import type { DistinguishedFolderIdName } from '../../operations/types/folder-id'
import type { Appointment } from '../calendar/appointment'
import { eightToFive } from '../calendar/working-hours'
import { MailboxIds, readOccurrenceId } from '../items/exchange-id'
import { type DescribedMailbox, describedCalendar, type NewMailbox } from './described-mailbox'
import { EventLog, type MailboxEvent } from './event-log'
import { Folder, type FolderFacts } from './folder'
import { type Announcement, Journal, type Origin } from './journal'
import { PermissionTable } from './permission'
import type { SavedMailbox } from './saved-mailbox'
import { type Identified, isAppointment, type StoredItem } from './stored-item'
import { wellKnownFolders } from './well-known-folder'

const SECOND_MS = 1000

const lowerCase = (name: string) => name.toLowerCase()

/** The events of the changes that journals announce. */
const EVENT_KINDS = { Create: 'Created', Update: 'Modified', Delete: 'Deleted' } as const

/** Returns the next change key. */
export type ChangeKeys = () => string

/** A mailbox with its folders, in memory. */
export class Mailbox {
  readonly address: string
  readonly displayName: string
  readonly workingHours: WorkingHours
  /** The names of the users with full access, in lower case. */
  readonly fullAccess: ReadonlySet<string>
  /** The names of the delegates, in lower case. */
  readonly delegates: ReadonlySet<string>
  /** The names of the delegates who may see private items, in lower case. */
  readonly privateViewers: ReadonlySet<string>
  /** Whether it is that of a room, and how that answers meeting requests. */
  readonly room: DescribedMailbox['room']
  /** The owner's automatic replies, once they have been set. */
  oofSettings: OofSettings | undefined
  readonly ids: MailboxIds
  /** The changes of the folders: what SyncFolderHierarchy reports. */
  readonly hierarchy = new Journal((change) => this.#logFolder(change))
  /** The events of items and folders: what notifications report. */
  readonly events: EventLog
  readonly root: Folder
  readonly calendar: Folder
  readonly inbox: Folder
  readonly drafts: Folder
  readonly sentItems: Folder
  readonly deletedItems: Folder
  /** Holds what was soft-deleted. */
  readonly recoverableItems: Folder
  readonly #described: DescribedMailbox
  readonly #changeKeys: ChangeKeys
  readonly #now: () => Date
  readonly #folders = new Map<string, Folder>()
  readonly #distinguished = new Map<DistinguishedFolderIdName, Folder>()
  /** The folder of each item and series. */
  readonly #places = new Map<string, Folder>()
  /** The ids of items in the default calendar by their UIDs. Some of them may be gone. */
  readonly #meetings = new Map<string, string>()
  #folderCount = 0

  /**
   * @param now the server's clock
   * @param saved what the mailbox holds; without it, its folders are new
   */
  constructor(mailbox: NewMailbox, changeKeys: ChangeKeys, now: () => Date, saved?: SavedMailbox) {
    const described: DescribedMailbox = typeof mailbox === 'string' ? { address: mailbox } : mailbox
    this.#described = described
    const { address, name = address, workingHours = eightToFive, fullAccess = [], delegates = [] } = described
    this.address = address
    this.displayName = name
    this.workingHours = workingHours
    this.room = described.room
    this.fullAccess = new Set(fullAccess.map(lowerCase))
    this.delegates = new Set(delegates.map(({ user }) => lowerCase(user)))
    this.privateViewers = new Set(delegates.filter((each) => each.viewPrivateItems).map(({ user }) => lowerCase(user)))
    this.ids = new MailboxIds(address)
    this.#changeKeys = changeKeys
    this.#now = now
    this.events = new EventLog(now)
    if (saved === undefined) this.#createWellKnownFolders()
    else this.#restore(saved)
    this.root = this.#wellKnown('root')
    this.calendar = this.#wellKnown('calendar')
    this.inbox = this.#wellKnown('inbox')
    this.drafts = this.#wellKnown('drafts')
    this.sentItems = this.#wellKnown('sentitems')
    this.deletedItems = this.#wellKnown('deleteditems')
    this.recoverableItems = this.#wellKnown('recoverableitemsdeletions')
    for (const item of this.calendar.appointments()) this.#noteMeeting(item, this.calendar)
    this.#describe(described, saved?.described.calendars)
  }

  #createWellKnownFolders() {
    for (const { name, parent, folderClass, displayName } of wellKnownFolders) {
      const facts = { folderClass, displayName, distinguishedName: name }
      this.#distinguished.set(name, this.#add({ ...facts, parent: parent && this.#distinguished.get(parent) }))
    }
  }

  save(): SavedMailbox {
    return {
      described: this.#described,
      oofSettings: this.oofSettings,
      folders: [...this.#folders.values()].map((folder) => folder.save()),
      folderCount: this.#folderCount,
      hierarchy: this.hierarchy.save(),
      events: this.events.position,
    }
  }

  #restore({ oofSettings, folders, folderCount, hierarchy, events }: SavedMailbox) {
    for (const saved of folders) {
      const { id, changeKey, folderClass, displayName, distinguishedName } = saved
      const facts = { id, changeKey, folderClass, displayName, distinguishedName, parent: undefined }
      const folder = this.#newFolder(facts, saved.changedAt)
      folder.restore(saved)
      for (const item of folder.items()) this.#places.set(item.itemId.id, folder)
      if (distinguishedName !== undefined) this.#distinguished.set(distinguishedName, folder)
    }
    for (const { id, parentId = '' } of folders) {
      const folder = this.#folders.get(id)
      if (folder !== undefined) folder.facts = { ...folder.facts, parent: this.#folders.get(parentId) }
    }
    this.oofSettings = oofSettings
    this.#folderCount = folderCount
    this.hierarchy.restore(hierarchy)
    this.events.restore(events)
  }

  /** Gives the calendars their permissions, and adds those that aren't there yet. A client may have deleted a `known` one. */
  #describe(
    { permissions = {}, delegates = [], calendars = [] }: DescribedMailbox,
    known: DescribedMailbox['calendars'] = [],
  ) {
    const knownNames = known.map((each) => describedCalendar(each).name)
    const delegated = Object.fromEntries(delegates.map(({ user, level = 'Editor' }) => [user, level]))
    this.calendar.permissions = new PermissionTable({ ...permissions, ...delegated }, 'FreeBusyTimeOnly')
    for (const calendar of calendars) {
      const { name, permissions = {} } = describedCalendar(calendar)
      const facts = { parent: this.calendar, folderClass: 'IPF.Appointment', displayName: name }
      const isKnown = knownNames.includes(name)
      const folder = isKnown ? this.calendarNamed(name) : this.createFolder(facts)
      if (folder !== undefined) folder.permissions = new PermissionTable(permissions, 'None')
    }
  }

  /** The default calendar, or another one by its name. */
  calendarNamed(name: string | undefined): Folder | undefined {
    if (name === undefined) return this.calendar
    return [...this.#folders.values()].find(({ isCalendar, facts }) => isCalendar && facts.displayName === name)
  }

  /** A folder by its id. */
  folder(id: string): Folder | undefined {
    return this.#folders.get(id)
  }

  /** A folder by its well-known name; `undefined` if this kind of mailbox doesn't have it. */
  distinguishedFolder(name: DistinguishedFolderIdName): Folder | undefined {
    return this.#distinguished.get(name)
  }

  /** The folders directly in a folder, in the order of their creation. */
  childrenOf(parent: Folder): Folder[] {
    return [...this.#folders.values()].filter((folder) => folder.facts.parent === parent)
  }

  /** The folders in a folder and in those below it, parents first. */
  descendantsOf(parent: Folder): Folder[] {
    return this.childrenOf(parent).flatMap((child) => [child, ...this.descendantsOf(child)])
  }

  createFolder(facts: Pick<FolderFacts, 'parent' | 'folderClass' | 'displayName'>): Folder {
    return this.#add(facts)
  }

  /** Moves a folder into another one. Its id stays the same. */
  moveFolder(folder: Folder, parent: Folder): void {
    const { id, changeKey, parent: previous } = folder.facts
    const parentId = previous?.id ?? id
    folder.facts = { ...folder.facts, parent, changeKey: this.#changeKeys() }
    this.hierarchy.put(folder.facts, { kind: 'Moved', object: { id, changeKey }, parentId })
  }

  /** Deletes a folder with everything in it. */
  deleteFolder(folder: Folder): void {
    for (const each of [...this.descendantsOf(folder), folder]) {
      for (const item of each.items()) this.#places.delete(item.itemId.id)
      this.#folders.delete(each.id)
      this.hierarchy.delete(each.facts)
    }
  }

  /** The folder of an item, a series or an occurrence. */
  placeOf({ itemId }: Identified): Folder | undefined {
    return this.#placeOf(itemId.id)
  }

  /** An item, a series or an occurrence by its id. */
  find(id: string): StoredItem | undefined {
    return this.#placeOf(id)?.find(id)
  }

  /** The series that an occurrence belongs to. */
  masterOf(occurrence: Identified): Appointment | undefined {
    return this.placeOf(occurrence)?.masterOf(occurrence)
  }

  /** True if the item is in Deleted Items, or in a folder below it. */
  isDeletedItem(item: Identified): boolean {
    let folder = this.placeOf(item)
    while (folder !== undefined && folder !== this.deletedItems) folder = folder.facts.parent
    return folder !== undefined
  }

  /** The meeting or the copy of one in the default calendar, by its UID. */
  meeting(uid: string | undefined): Appointment | undefined {
    const id = uid === undefined ? undefined : this.#meetings.get(uid)
    const found = id === undefined ? undefined : this.calendar.find(id)
    return found !== undefined && isAppointment(found) ? found : undefined
  }

  #noteMeeting({ uid, itemId }: Appointment, folder: Folder) {
    if (uid !== undefined && folder === this.calendar) this.#meetings.set(uid, itemId.id)
  }

  /** Adds an item or a series to a folder, or replaces the one with its id. */
  put(item: StoredItem, folder: Folder, origin?: Origin): void {
    this.#places.set(item.itemId.id, folder)
    if (isAppointment(item)) this.#noteMeeting(item, folder)
    folder.put(item, origin)
  }

  /** Removes an item, a series with its exceptions, or an exception. A move removes it here and puts it elsewhere. */
  delete(id: string, move?: { readonly isMove: boolean }): void {
    this.#placeOf(id)?.delete(id, move)
    this.#places.delete(id)
  }

  #placeOf(id: string): Folder | undefined {
    return this.#places.get(id) ?? this.#places.get(readOccurrenceId(id)?.masterId ?? '')
  }

  #add(facts: Omit<FolderFacts, 'id' | 'changeKey'>): Folder {
    const id = this.ids.folder(this.#folderCount++)
    const folder = this.#newFolder({ ...facts, id, changeKey: this.#changeKeys() }, this.#now())
    this.hierarchy.put(folder.facts)
    return folder
  }

  #newFolder(facts: FolderFacts, createdAt: Date): Folder {
    const folder: Folder = new Folder(facts, (change) => this.#logItem(folder, change), createdAt)
    this.#folders.set(facts.id, folder)
    return folder
  }

  /** Logs what Exchange reports of one change of an item: it saves new items twice, and counts change their folder. */
  #logItem(folder: Folder, { kind, object, origin }: Announcement) {
    this.#touch(folder)
    if (origin?.kind === 'Moved') this.#touch(this.#folders.get(origin.parentId))
    const place = { object, parentId: folder.id }
    const log = (kind: MailboxEvent['kind'], from?: Origin) => this.events.record({ kind, of: 'item', at: place, from })
    log(origin?.kind ?? EVENT_KINDS[kind], origin)
    if (kind === 'Create') log('Modified')
    if (folder.isCalendar) log('FreeBusyChanged')
    if (kind === 'Update') return
    for (const id of new Set([folder.id, origin?.parentId])) this.#logCounts(this.#folders.get(id ?? ''))
  }

  #touch(folder: Folder | undefined) {
    if (folder === undefined) return
    folder.changedAt = new Date(Math.max(this.#now().getTime(), folder.changedAt.getTime() + SECOND_MS))
  }

  #logCounts(folder: Folder | undefined) {
    if (folder === undefined) return
    const at = { object: folder.facts, parentId: folder.facts.parent?.id ?? folder.id }
    this.events.record({ kind: 'Modified', of: 'folder', at })
  }

  #logFolder({ kind, object, origin }: Announcement) {
    const parentId = this.#folders.get(object.id)?.facts.parent?.id ?? object.id
    const at = { object, parentId }
    this.events.record({ kind: origin?.kind ?? EVENT_KINDS[kind], of: 'folder', at, from: origin })
  }

  #wellKnown(name: DistinguishedFolderIdName): Folder {
    const folder = this.#distinguished.get(name)
    if (folder === undefined) throw new TypeError(`The mailbox has no folder ${name}`)
    return folder
  }
}
