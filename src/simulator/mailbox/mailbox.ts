import type { WorkingHours } from 'ews-booking'
import type { OofSettings } from '../../operations/out-of-office/oof-settings'
import type { DistinguishedFolderIdName } from '../../operations/types/folder-id'
import type { Appointment } from '../calendar/appointment'
import { eightToFive } from '../calendar/working-hours'
import { MailboxIds, readOccurrenceId } from '../items/exchange-id'
import { Folder, type FolderFacts } from './folder'
import { Journal } from './journal'
import { wellKnownFolders } from './well-known-folder'

/** A mailbox for the simulator to have, with further properties. */
export interface DescribedMailbox {
  readonly address: string
  /** The display name. Defaults to the address. */
  readonly name?: string | undefined
  /** The owner's working hours. They default to eight to five, UTC. */
  readonly workingHours?: WorkingHours | undefined
}

/** A mailbox for the simulator to have: its address alone, or with further properties. */
export type NewMailbox = string | DescribedMailbox

/** The SMTP address of a mailbox for the simulator to have. */
export const addressOf = (mailbox: NewMailbox) => (typeof mailbox === 'string' ? mailbox : mailbox.address)

/** Returns the next change key. */
export type ChangeKeys = () => string

/** A mailbox with its folders, in memory. */
export class Mailbox {
  readonly address: string
  readonly displayName: string
  readonly workingHours: WorkingHours
  /** The owner's automatic replies, once they have been set. */
  oofSettings: OofSettings | undefined
  readonly ids: MailboxIds
  /** The changes of the folders: what SyncFolderHierarchy reports. */
  readonly hierarchy = new Journal()
  readonly root: Folder
  readonly calendar: Folder
  readonly deletedItems: Folder
  readonly #changeKeys: ChangeKeys
  readonly #folders = new Map<string, Folder>()
  readonly #distinguished = new Map<DistinguishedFolderIdName, Folder>()
  /** The folder of each item and series. */
  readonly #places = new Map<string, Folder>()
  #folderCount = 0

  constructor(mailbox: NewMailbox, changeKeys: ChangeKeys) {
    const described: DescribedMailbox = typeof mailbox === 'string' ? { address: mailbox } : mailbox
    const { address, name = address, workingHours = eightToFive } = described
    this.address = address
    this.displayName = name
    this.workingHours = workingHours
    this.ids = new MailboxIds(address)
    this.#changeKeys = changeKeys
    for (const { name, parent, folderClass, displayName } of wellKnownFolders) {
      const facts = { folderClass, displayName, distinguishedName: name }
      this.#distinguished.set(name, this.#add({ ...facts, parent: parent && this.#distinguished.get(parent) }))
    }
    this.root = this.#wellKnown('root')
    this.calendar = this.#wellKnown('calendar')
    this.deletedItems = this.#wellKnown('deleteditems')
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
    folder.facts = { ...folder.facts, parent, changeKey: this.#changeKeys() }
    this.hierarchy.put(folder.facts)
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
  put(item: Appointment, folder: Folder): void {
    this.#places.set(item.itemId.id, folder)
    folder.put(item)
  }

  /** Removes an item, a series with its exceptions, or an exception. */
  delete(id: string): void {
    this.#placeOf(id)?.delete(id)
    this.#places.delete(id)
  }

  #placeOf(id: string): Folder | undefined {
    return this.#places.get(id) ?? this.#places.get(readOccurrenceId(id)?.masterId ?? '')
  }

  #add(facts: Omit<FolderFacts, 'id' | 'changeKey'>): Folder {
    const id = this.ids.folder(this.#folderCount++)
    const folder = new Folder({ ...facts, id, changeKey: this.#changeKeys() })
    this.#folders.set(id, folder)
    this.hierarchy.put(folder.facts)
    return folder
  }

  #wellKnown(name: DistinguishedFolderIdName): Folder {
    const folder = this.#distinguished.get(name)
    if (folder === undefined) throw new TypeError(`The mailbox has no folder ${name}`)
    return folder
  }
}
