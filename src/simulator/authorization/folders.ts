import type { DistinguishedFolderId, FolderIds } from '../../operations/types/folder-id'
import type { ItemIds } from '../../operations/types/item-id'
import type { Appointment } from '../calendar/appointment'
import { occurrenceNumber } from '../calendar/series'
import { mailboxOfFolderId, mailboxOfItemId } from '../items/exchange-id'
import type { Folder } from '../mailbox/folder'
import type { Mailbox } from '../mailbox/mailbox'
import { ITEM_NOT_FOUND, type MailboxStore } from '../mailbox/mailbox-store'
import { ServiceError } from '../soap/service-error'
import { type Caller, NO_MAILBOX } from './caller'

/** A folder's id or well-known name. */
export type FolderIdChoice = FolderIds[number]
/** An item's id, an occurrence by its number, or the series of an occurrence. */
export type ItemIdChoice = ItemIds[number]

/** A folder, and the mailbox that it belongs to. */
export interface FoundFolder {
  readonly mailbox: Mailbox
  readonly folder: Folder
}

/** An item, its folder, and the mailbox that it belongs to. */
export interface FoundItem extends FoundFolder {
  readonly appointment: Appointment
}

/** Exchange's words for `ErrorFolderNotFound`. */
const FOLDER_NOT_FOUND = 'The specified folder could not be found in the store.'

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
   * rights to is reported as not found, or as denied if it is named by its mailbox's address.
   *
   * @throws ServiceError
   */
  folder({ folderId, distinguishedFolderId }: FolderIdChoice): FoundFolder {
    if (folderId !== undefined) return this.#folderById(folderId.id)
    return this.#distinguishedFolder(distinguishedFolderId)
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

  #folderById(id: string): FoundFolder {
    if (mailboxOfItemId(id) !== undefined) {
      throw new ServiceError('ErrorCannotUseItemIdForFolderId', 'Item id cannot be used for folder id.')
    }
    const mailbox = this.#store.mailboxOfFolder(id)
    const folder = mailbox?.folder(id)
    if (mailbox !== undefined && folder !== undefined && this.#caller.mayActFor(mailbox)) return { mailbox, folder }
    throw new ServiceError('ErrorFolderNotFound', FOLDER_NOT_FOUND)
  }

  #distinguishedFolder(distinguished: DistinguishedFolderId | undefined): FoundFolder {
    const address = distinguished?.mailbox?.emailAddress
    const mailbox = address === undefined ? this.#caller.mailbox : this.#store.find(address)
    if (mailbox === undefined) throw new ServiceError('ErrorNonExistentMailbox', NO_MAILBOX)
    if (!this.#caller.mayActFor(mailbox)) {
      throw new ServiceError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    }
    const folder = distinguished && mailbox.distinguishedFolder(distinguished.id)
    if (folder !== undefined) return { mailbox, folder }
    throw new ServiceError('ErrorFolderNotFound', FOLDER_NOT_FOUND)
  }

  #occurrence({ recurringMasterId, instanceIndex }: NonNullable<ItemIdChoice['occurrenceItemId']>): FoundItem {
    const { mailbox, folder, appointment: master } = this.#itemById(recurringMasterId)
    if (master.recurrence === undefined) {
      throw new ServiceError('ErrorCalendarCannotUseIdForOccurrenceId', 'The id is not the id of a recurring master.')
    }
    const id = occurrenceNumber(master, instanceIndex)?.itemId.id
    if (id === undefined) {
      throw new ServiceError(
        'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
        'Occurrence index is out of recurrence range.',
      )
    }
    const appointment = folder.find(id)
    if (appointment !== undefined) return { mailbox, folder, appointment }
    throw new ServiceError(
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'Occurrence with this index was previously deleted from the recurrence.',
    )
  }

  #master(occurrenceId: string): FoundItem {
    const { mailbox, folder, appointment: occurrence } = this.#itemById(occurrenceId)
    const appointment = folder.masterOf(occurrence)
    if (appointment !== undefined) return { mailbox, folder, appointment }
    throw new ServiceError('ErrorCalendarCannotUseIdForRecurringMasterId', 'The id is not the id of an occurrence.')
  }

  #itemById(id: string): FoundItem {
    if (mailboxOfFolderId(id) !== undefined) {
      throw new ServiceError('ErrorCannotUseFolderIdForItemId', 'Folder id cannot be used for item id.')
    }
    if (mailboxOfItemId(id) === undefined) throw new ServiceError('ErrorInvalidIdMalformed', 'Id is malformed.')
    const mailbox = this.#store.mailboxOfItem(id)
    const appointment = mailbox?.find(id)
    const folder = appointment && mailbox?.placeOf(appointment)
    const isVisible = mailbox !== undefined && this.#caller.mayActFor(mailbox)
    if (isVisible && appointment !== undefined && folder !== undefined) return { mailbox, folder, appointment }
    throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
  }
}
