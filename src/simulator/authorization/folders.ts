import type { DistinguishedFolderId, FolderIds } from '../../operations/types/folder-id'
import type { ItemIds } from '../../operations/types/item-id'
import type { Appointment } from '../calendar/appointment'
import { occurrenceNumber } from '../calendar/series'
import { mailboxOfFolderId, mailboxOfItemId } from '../items/exchange-id'
import type { Mail } from '../mail/mail'
import type { Folder } from '../mailbox/folder'
import type { Mailbox } from '../mailbox/mailbox'
import { ITEM_NOT_FOUND, type MailboxStore } from '../mailbox/mailbox-store'
import { isAppointment, isMail, type StoredItem } from '../mailbox/stored-item'
import { ServiceError } from '../soap/service-error'
import type { Access } from './access'
import { type Caller, NO_MAILBOX } from './caller'

/** A folder's id or well-known name. */
export type FolderIdChoice = FolderIds[number]
/** An item's id, an occurrence by its number, or the series of an occurrence. */
export type ItemIdChoice = ItemIds[number]

/** A folder, and the mailbox that it belongs to. */
export interface FoundFolder {
  readonly mailbox: Mailbox
  readonly folder: Folder
  /** What the caller may do with the folder. */
  readonly access: Access
}

/** An item, its folder, and the mailbox that it belongs to. */
export interface FoundItem<Item extends StoredItem = StoredItem> extends FoundFolder {
  readonly item: Item
}

/** A calendar item, its folder, and the mailbox that it belongs to. */
export type FoundAppointment = FoundItem<Appointment>

/** A message, its folder, and the mailbox that it belongs to. */
export type FoundMail = FoundItem<Mail>

export const isFoundMail = (found: FoundItem): found is FoundMail => isMail(found.item)
export const isFoundAppointment = (found: FoundItem): found is FoundAppointment => isAppointment(found.item)

/** A folder, whoever may see it. */
type Place = Omit<FoundFolder, 'access'>

/** Exchange's words for `ErrorAccessDenied`. */
export const ACCESS_DENIED = 'Access is denied. Check credentials and try again.'

/** Exchange's words for `ErrorFolderNotFound`. */
const FOLDER_NOT_FOUND = 'The specified folder could not be found in the store.'

const malformedId = () => new ServiceError('ErrorInvalidIdMalformed', 'Id is malformed.')

/** Finds the folders and items that a caller may see and change. */
export class Folders {
  readonly #caller: Caller
  readonly #store: MailboxStore

  constructor(caller: Caller, store: MailboxStore) {
    this.#caller = caller
    this.#store = store
  }

  /**
   * The folder that a request names (MS-OXWSFOLD, DistinguishedFolderIdType and FolderIdType). A folder that the caller has no
   * rights to is reported as not found, and one of which it may only see free/busy times as denied.
   *
   * @throws ServiceError
   */
  folder(id: FolderIdChoice): FoundFolder {
    const found = this.#visibleFolder(id)
    if (found.access.rights.read) return found
    throw new ServiceError('ErrorAccessDenied', ACCESS_DENIED)
  }

  /**
   * The folder that a request names to create items in.
   *
   * @throws ServiceError as `folder`, and ErrorCreateItemAccessDenied
   */
  target(id: FolderIdChoice): FoundFolder {
    const found = this.#visibleFolder(id)
    if (found.access.rights.create) return found
    throw new ServiceError('ErrorCreateItemAccessDenied', `${ACCESS_DENIED} Cannot create item.`)
  }

  /** The folders directly in a folder, or all below it, that the caller can find. */
  inside({ mailbox, folder }: FoundFolder, depth: 'children' | 'descendants'): FoundFolder[] {
    const inside = depth === 'children' ? mailbox.childrenOf(folder) : mailbox.descendantsOf(folder)
    return inside
      .map((each) => ({ mailbox, folder: each, access: this.#caller.accessTo(mailbox, each) }))
      .filter(({ access }) => access.rights.visible)
  }

  /**
   * The item that a request names to change it, or to delete it.
   *
   * @throws ServiceError as `item`, and ErrorAccessDenied
   */
  itemTo(act: 'edit' | 'delete', id: ItemIdChoice): FoundItem {
    const found = this.item(id)
    const { access, item } = found
    if (act === 'edit' ? access.mayEdit(item) : access.mayDelete(item)) return found
    throw new ServiceError('ErrorAccessDenied', ACCESS_DENIED)
  }

  #visibleFolder({ folderId, distinguishedFolderId }: FolderIdChoice): FoundFolder {
    const { mailbox, folder } =
      folderId === undefined ? this.#distinguishedFolder(distinguishedFolderId) : this.#folderById(folderId.id)
    const access = this.#caller.accessTo(mailbox, folder)
    if (access.rights.visible) return { mailbox, folder, access }
    throw new ServiceError('ErrorFolderNotFound', FOLDER_NOT_FOUND)
  }

  /**
   * The item that a request names. An item that the caller has no rights to is reported as not found.
   *
   * @throws ServiceError
   */
  item({ itemId, occurrenceItemId, recurringMasterItemId }: ItemIdChoice): FoundItem {
    if (occurrenceItemId !== undefined) return this.#occurrence(occurrenceItemId)
    if (recurringMasterItemId !== undefined) return this.#master(recurringMasterItemId.occurrenceId)
    return this.#itemById(itemId?.id ?? '')
  }

  /**
   * The calendar item that a request names.
   *
   * @throws ServiceError as `item`, and ErrorItemNotFound for a message
   */
  appointment(id: ItemIdChoice): FoundAppointment {
    const found = this.item(id)
    if (isFoundAppointment(found)) return found
    throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
  }

  #folderById(id: string): Place {
    if (mailboxOfItemId(id) !== undefined) {
      throw new ServiceError('ErrorCannotUseItemIdForFolderId', 'Item id cannot be used for folder id.')
    }
    if (mailboxOfFolderId(id) === undefined) throw malformedId()
    const mailbox = this.#store.mailboxOfFolder(id)
    const folder = mailbox?.folder(id)
    if (mailbox !== undefined && folder !== undefined) return { mailbox, folder }
    throw new ServiceError('ErrorFolderNotFound', FOLDER_NOT_FOUND)
  }

  #distinguishedFolder(distinguished: DistinguishedFolderId | undefined): Place {
    const address = distinguished?.mailbox?.emailAddress
    const mailbox = address === undefined ? this.#caller.mailbox : this.#store.find(address)
    if (mailbox === undefined) throw new ServiceError('ErrorNonExistentMailbox', NO_MAILBOX)
    const folder = distinguished && mailbox.distinguishedFolder(distinguished.id)
    if (folder !== undefined) return { mailbox, folder }
    throw new ServiceError('ErrorFolderNotFound', FOLDER_NOT_FOUND)
  }

  #occurrence({ recurringMasterId, instanceIndex }: NonNullable<ItemIdChoice['occurrenceItemId']>): FoundItem {
    const { item: master, ...place } = this.#itemById(recurringMasterId)
    if (isMail(master) || master.recurrence === undefined) {
      throw new ServiceError('ErrorCalendarCannotUseIdForOccurrenceId', 'The id is not the id of a recurring master.')
    }
    const id = occurrenceNumber(master, instanceIndex)?.itemId.id
    if (id === undefined) {
      throw new ServiceError(
        'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
        'Occurrence index is out of recurrence range.',
      )
    }
    const item = place.folder.find(id)
    if (item !== undefined) return { ...place, item }
    throw new ServiceError(
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'Occurrence with this index was previously deleted from the recurrence.',
    )
  }

  #master(occurrenceId: string): FoundItem {
    const { item: occurrence, ...place } = this.#itemById(occurrenceId)
    const item = place.folder.masterOf(occurrence)
    if (item !== undefined) return { ...place, item }
    throw new ServiceError('ErrorCalendarCannotUseIdForRecurringMasterId', 'The id is not the id of an occurrence.')
  }

  #itemById(id: string): FoundItem {
    if (mailboxOfFolderId(id) !== undefined) {
      throw new ServiceError('ErrorCannotUseFolderIdForItemId', 'Folder id cannot be used for item id.')
    }
    if (mailboxOfItemId(id) === undefined) throw malformedId()
    const mailbox = this.#store.mailboxOfItem(id)
    const item = mailbox?.find(id)
    const folder = item && mailbox?.placeOf(item)
    if (mailbox !== undefined && item !== undefined && folder !== undefined) {
      const access = this.#caller.accessTo(mailbox, folder)
      if (access.sees(item)) return { mailbox, folder, item, access }
    }
    throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
  }
}
