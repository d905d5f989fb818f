import type { WorkingHours } from 'ews-booking'
import type { OofSettings } from '../../operations/out-of-office/oof-settings'
import type { DistinguishedFolderIdName } from '../../operations/types/folder-id'
import type { Appointment } from '../calendar/appointment'
import { eightToFive } from '../calendar/working-hours'
import { MailboxIds, readOccurrenceId } from '../items/exchange-id'
import { EventLog, type MailboxEvent } from './event-log'
import { Folder, type FolderFacts } from './folder'
import { type Announcement, Journal, type Origin } from './journal'
import { type PermissionLevel, type Permissions, PermissionTable } from './permission'
import { wellKnownFolders } from './well-known-folder'

/** A mailbox for the simulator to have, with further properties. */
export interface DescribedMailbox {
  readonly address: string
  /** The display name. Defaults to the address. */
  readonly name?: string | undefined
  /** The owner's working hours. They default to eight to five, UTC. */
  readonly workingHours?: WorkingHours | undefined
  /**
   * What others may do with the default calendar: `{ Default: 'None', 'clerk@example.com': 'Editor' }`. Everybody else defaults to
   * `FreeBusyTimeOnly`, as on Exchange.
   */
  readonly permissions?: Permissions | undefined
  /** Further calendars, in the default one. Defaults to none. */
  readonly calendars?: readonly (string | DescribedCalendar)[] | undefined
  /** The users to whom the owner has delegated the calendar. Defaults to none. */
  readonly delegates?: readonly Delegate[] | undefined
  /**
   * The users with full access to the mailbox (Microsoft, "Add-MailboxPermission"), as in `permissions`. Defaults to none.
   */
  readonly fullAccess?: readonly string[] | undefined
}

/** A calendar beside the default one. */
export interface DescribedCalendar {
  readonly name: string
  /** What others may do with it. Everybody else defaults to `None`. */
  readonly permissions?: Permissions | undefined
}

/** A user to whom the owner of a mailbox has delegated the calendar (Microsoft, "Delegate access and EWS in Exchange"). */
export interface Delegate {
  /** The address of the delegate's mailbox, or the user name of an account without one. */
  readonly user: string
  /** The permission level on the default calendar. Defaults to `Editor`, as in Outlook. */
  readonly level?: PermissionLevel | undefined
  /** True if the delegate may see private items. Defaults to false. */
  readonly viewPrivateItems?: boolean | undefined
}

/** A mailbox for the simulator to have: its address alone, or with further properties. */
export type NewMailbox = string | DescribedMailbox

const lowerCase = (name: string) => name.toLowerCase()

/** The SMTP address of a mailbox for the simulator to have. */
export const addressOf = (mailbox: NewMailbox) => (typeof mailbox === 'string' ? mailbox : mailbox.address)

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
  /** The names of the delegates who may see private items, in lower case. */
  readonly privateViewers: ReadonlySet<string>
  /** The owner's automatic replies, once they have been set. */
  oofSettings: OofSettings | undefined
  readonly ids: MailboxIds
  /** The changes of the folders: what SyncFolderHierarchy reports. */
  readonly hierarchy = new Journal((change) => this.#logFolder(change))
  /** The events of items and folders: what notifications report. */
  readonly events: EventLog
  readonly root: Folder
  readonly calendar: Folder
  readonly deletedItems: Folder
  /** Holds what was soft-deleted. */
  readonly recoverableItems: Folder
  readonly #changeKeys: ChangeKeys
  readonly #folders = new Map<string, Folder>()
  readonly #distinguished = new Map<DistinguishedFolderIdName, Folder>()
  /** The folder of each item and series. */
  readonly #places = new Map<string, Folder>()
  #folderCount = 0

  /** @param now the server's clock */
  constructor(mailbox: NewMailbox, changeKeys: ChangeKeys, now: () => Date) {
    const described: DescribedMailbox = typeof mailbox === 'string' ? { address: mailbox } : mailbox
    const { address, name = address, workingHours = eightToFive, fullAccess = [], delegates = [] } = described
    this.address = address
    this.displayName = name
    this.workingHours = workingHours
    this.fullAccess = new Set(fullAccess.map(lowerCase))
    this.privateViewers = new Set(delegates.filter((each) => each.viewPrivateItems).map(({ user }) => lowerCase(user)))
    this.ids = new MailboxIds(address)
    this.#changeKeys = changeKeys
    this.events = new EventLog(now)
    for (const { name, parent, folderClass, displayName } of wellKnownFolders) {
      const facts = { folderClass, displayName, distinguishedName: name }
      this.#distinguished.set(name, this.#add({ ...facts, parent: parent && this.#distinguished.get(parent) }))
    }
    this.root = this.#wellKnown('root')
    this.calendar = this.#wellKnown('calendar')
    this.deletedItems = this.#wellKnown('deleteditems')
    this.recoverableItems = this.#wellKnown('recoverableitemsdeletions')
    this.#describe(described)
  }

  /** Gives the default calendar its permissions, and adds the other calendars. */
  #describe({ permissions = {}, delegates = [], calendars = [] }: DescribedMailbox) {
    const delegated = Object.fromEntries(delegates.map(({ user, level = 'Editor' }) => [user, level]))
    this.calendar.permissions = new PermissionTable({ ...permissions, ...delegated }, 'FreeBusyTimeOnly')
    for (const calendar of calendars) {
      const { name, permissions = {} }: DescribedCalendar = typeof calendar === 'string' ? { name: calendar } : calendar
      const facts = { parent: this.calendar, folderClass: 'IPF.Appointment', displayName: name }
      this.createFolder(facts).permissions = new PermissionTable(permissions, 'None')
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
  placeOf({ itemId }: Pick<Appointment, 'itemId'>): Folder | undefined {
    return this.#placeOf(itemId.id)
  }

  /** An item, a series or an occurrence by its id. */
  find(id: string): Appointment | undefined {
    return this.#placeOf(id)?.find(id)
  }

  /** The series that an occurrence belongs to. */
  masterOf(occurrence: Appointment): Appointment | undefined {
    return this.placeOf(occurrence)?.masterOf(occurrence)
  }

  /** True if the item is in Deleted Items, or in a folder below it. */
  isDeletedItem(item: Appointment): boolean {
    let folder = this.placeOf(item)
    while (folder !== undefined && folder !== this.deletedItems) folder = folder.facts.parent
    return folder !== undefined
  }

  /** Adds an item or a series to a folder, or replaces the one with its id. */
  put(item: Appointment, folder: Folder, origin?: Origin): void {
    this.#places.set(item.itemId.id, folder)
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
    const folder: Folder = new Folder({ ...facts, id, changeKey: this.#changeKeys() }, (change) =>
      this.#logItem(folder, change),
    )
    this.#folders.set(id, folder)
    this.hierarchy.put(folder.facts)
    return folder
  }

  /** Logs what Exchange reports of one change of an item: it saves new items twice, and counts change their folder. */
  #logItem(folder: Folder, { kind, object, origin }: Announcement) {
    const place = { object, parentId: folder.id }
    const log = (kind: MailboxEvent['kind'], from?: Origin) => this.events.record({ kind, of: 'item', at: place, from })
    log(origin?.kind ?? EVENT_KINDS[kind], origin)
    if (kind === 'Create') log('Modified')
    if (folder.isCalendar) log('FreeBusyChanged')
    if (kind === 'Update') return
    for (const id of new Set([folder.id, origin?.parentId])) this.#logCounts(this.#folders.get(id ?? ''))
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
