import type { ConnectingSID } from '../../operations/soap/envelope'
import { type Account, mayImpersonate } from '../authentication/account'
import type { Folder } from '../mailbox/folder'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { everyRight } from '../mailbox/permission'
import { SoapFault } from '../soap/service-error'
import { Access } from './access'

/** Exchange's message for `ErrorNonExistentMailbox`. */
export const NO_MAILBOX = 'The SMTP address has no mailbox associated with it.'

/** The sender of a request: an account, and the mailbox for which it acts. */
export class Caller {
  /** The account that signed in. */
  readonly account: Account
  readonly #mailbox: Mailbox | undefined
  readonly #names: ReadonlySet<string>

  /** @throws SoapFault if there is no such mailbox, or the account may not impersonate its owner */
  constructor(account: Account, store: MailboxStore, connectingSID: ConnectingSID | undefined) {
    this.account = account
    this.#mailbox =
      connectingSID === undefined ? store.find(account.mailbox ?? '') : impersonated(account, store, connectingSID)
    const own = connectingSID === undefined ? [account.username] : []
    const address = this.#mailbox === undefined ? [] : [this.#mailbox.address]
    this.#names = new Set([...own, ...address].map((name) => name.toLowerCase()))
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

  /** The name of the acting user in lower case: an address, or the user name of an account without a mailbox. */
  get name(): string {
    return [...this.#names].at(-1) ?? ''
  }

  /** True if the caller may see and change everything in `mailbox`, as its owner or with full access. */
  mayActFor(mailbox: Mailbox): boolean {
    return mailbox === this.#mailbox || [...this.#names].some((name) => mailbox.fullAccess.has(name))
  }

  /** What the caller may do with a folder. The right to impersonate the owner only counts while it is used. */
  accessTo(mailbox: Mailbox, folder: Folder): Access {
    if (this.mayActFor(mailbox)) return new Access(everyRight, true, this.#names)
    const viewsPrivate = [...this.#names].some((name) => mailbox.privateViewers.has(name))
    return new Access(folder.permissions.rightsOf(this.#names), viewsPrivate, this.#names)
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
