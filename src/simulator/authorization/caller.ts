import type { ConnectingSID } from '../../operations/soap/envelope'
import type { ItemIds } from '../../operations/types/item-id'
import { type Account, mayImpersonate } from '../authentication/account'
import type { Appointment } from '../calendar/appointment'
import { occurrenceNumber } from '../calendar/series'
import { isItemId, readOccurrenceId } from '../items/exchange-id'
import type { Mailbox } from '../mailbox/mailbox'
import { ITEM_NOT_FOUND, type MailboxStore } from '../mailbox/mailbox-store'
import { ServiceError, SoapFault } from '../soap/service-error'

type ItemIdChoice = ItemIds[number]

/** Who a request is carried out for: an account, and the mailbox that it impersonates or has of its own. */
export class Caller {
  readonly #account: Account
  readonly #store: MailboxStore
  readonly #mailbox: Mailbox | undefined

  /** @throws SoapFault if the account may not impersonate whom it names, or nobody is of that name */
  constructor(account: Account, store: MailboxStore, connectingSID: ConnectingSID | undefined) {
    this.#account = account
    this.#store = store
    this.#mailbox =
      connectingSID === undefined ? store.find(account.mailbox ?? '') : impersonated(account, store, connectingSID)
  }

  /**
   * The mailbox that the request is about where it names none.
   *
   * @throws SoapFault if there is none
   */
  get mailbox(): Mailbox {
    if (this.#mailbox !== undefined) return this.#mailbox
    throw new SoapFault(
      'ErrorMissingEmailAddress',
      'When making a request as an account that does not have a mailbox, you must specify the mailbox primary SMTP address for any distinguished folder Ids.',
    )
  }

  /** True if the caller may see and change everything in `mailbox`. */
  mayActFor(mailbox: Mailbox): boolean {
    return mailbox === this.#mailbox || mayImpersonate(this.#account, mailbox.address)
  }

  /**
   * An item by its id, and the mailbox that it is in. One that the caller has no rights to is not found.
   *
   * @throws ServiceError
   */
  item({ itemId, occurrenceItemId, recurringMasterItemId }: ItemIdChoice): Found {
    if (occurrenceItemId !== undefined) return this.#occurrence(occurrenceItemId)
    if (recurringMasterItemId !== undefined) return this.#master(recurringMasterItemId.occurrenceId)
    return this.#find(itemId?.id ?? '')
  }

  #occurrence({ recurringMasterId, instanceIndex }: NonNullable<ItemIdChoice['occurrenceItemId']>): Found {
    const { mailbox, appointment: master } = this.#find(recurringMasterId)
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
    const appointment = mailbox.find(id)
    if (appointment !== undefined) return { mailbox, appointment }
    throw new ServiceError(
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'Occurrence with this index was previously deleted from the recurrence.',
    )
  }

  #master(occurrenceId: string): Found {
    const { mailbox, appointment: occurrence } = this.#find(occurrenceId)
    const appointment = mailbox.masterOf(occurrence)
    if (appointment !== undefined) return { mailbox, appointment }
    throw new ServiceError('ErrorCalendarCannotUseIdForRecurringMasterId', 'The id is not the id of an occurrence.')
  }

  #find(id: string): Found {
    if (!isItemId(id) && readOccurrenceId(id) === undefined) {
      throw new ServiceError('ErrorInvalidIdMalformed', 'Id is malformed.')
    }
    for (const mailbox of this.#store.mailboxes().filter((candidate) => this.mayActFor(candidate))) {
      const appointment = mailbox.find(id)
      if (appointment !== undefined) return { mailbox, appointment }
    }
    throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
  }
}

/** An item and the mailbox that it is in. */
export interface Found {
  readonly mailbox: Mailbox
  readonly appointment: Appointment
}

/** All forms but the SID name a mailbox by its address here (MS-OXWSCDATA, ConnectingSIDType). */
function impersonated(account: Account, store: MailboxStore, connectingSID: ConnectingSID): Mailbox {
  const { principalName, primarySmtpAddress, smtpAddress } = connectingSID
  const name = principalName ?? primarySmtpAddress ?? smtpAddress
  if (name === undefined) throw new SoapFault('ErrorInvalidUserSid', 'The user SID is invalid.')
  const mailbox = store.find(name)
  if (mailbox === undefined) {
    throw new SoapFault('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.')
  }
  if (mayImpersonate(account, mailbox.address)) return mailbox
  throw new SoapFault(
    'ErrorImpersonateUserDenied',
    'The account does not have permission to impersonate the requested user.',
  )
}
