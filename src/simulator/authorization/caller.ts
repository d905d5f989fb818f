import type { ConnectingSID } from '../../operations/soap/envelope'
import { type Account, mayImpersonate } from '../authentication/account'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { SoapFault } from '../soap/service-error'

/** Exchange's words for `ErrorNonExistentMailbox`. */
export const NO_MAILBOX = 'The SMTP address has no mailbox associated with it.'

/** The sender of a request: an account, and the mailbox for which it acts. */
export class Caller {
  /** The account that signed in. */
  readonly account: Account
  readonly #mailbox: Mailbox | undefined

  /** @throws SoapFault if there is no such mailbox, or the account may not impersonate its owner */
  constructor(account: Account, store: MailboxStore, connectingSID: ConnectingSID | undefined) {
    this.account = account
    this.#mailbox =
      connectingSID === undefined ? store.find(account.mailbox ?? '') : impersonated(account, store, connectingSID)
  }

  /**
   * The mailbox for requests that name none: the impersonated one, or else the account's own.
   *
   * @throws SoapFault ErrorMissingEmailAddress if there is neither
   */
  get mailbox(): Mailbox {
    if (this.#mailbox !== undefined) return this.#mailbox
    throw new SoapFault(
      'ErrorMissingEmailAddress',
      'When making a request as an account that does not have a mailbox, you must specify the mailbox primary SMTP address for any distinguished folder Ids.',
    )
  }

  /** True if the mailbox is the caller's own, or the impersonated one. */
  isOwnerOf(mailbox: Mailbox): boolean {
    return mailbox === this.#mailbox
  }

  /** True if the caller may see and change everything in `mailbox`. */
  mayActFor(mailbox: Mailbox): boolean {
    return mailbox === this.#mailbox || mayImpersonate(this.account, mailbox.address)
  }
}

/** The mailbox that a header names. Here every form but the SID is a mailbox's address (MS-OXWSCDATA, ConnectingSIDType). */
function impersonated(account: Account, store: MailboxStore, connectingSID: ConnectingSID): Mailbox {
  const { principalName, primarySmtpAddress, smtpAddress } = connectingSID
  const name = principalName ?? primarySmtpAddress ?? smtpAddress
  if (name === undefined) throw new SoapFault('ErrorInvalidUserSid', 'The user SID is invalid.')
  const mailbox = store.find(name)
  if (mailbox === undefined) throw new SoapFault('ErrorNonExistentMailbox', NO_MAILBOX)
  if (mayImpersonate(account, mailbox.address)) return mailbox
  throw new SoapFault(
    'ErrorImpersonateUserDenied',
    'The account does not have permission to impersonate the requested user.',
  )
}
