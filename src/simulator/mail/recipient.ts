import type { EmailAddress } from '../../operations'
import type { AnyMessage } from '../../operations/mail/message'

/** A mailbox of the organization as a sender or recipient. */
export const ownAddress = (mailbox: { readonly displayName: string; readonly address: string }): EmailAddress => ({
  name: mailbox.displayName,
  emailAddress: mailbox.address,
  routingType: 'SMTP',
  mailboxType: 'Mailbox',
})

/** Recipients as a server saves them: with the names and kinds that the address book has for them by `entryOf`. */
export const resolved = (
  recipients: readonly EmailAddress[] | undefined,
  entryOf: (address: string) => EmailAddress | undefined,
): EmailAddress[] | undefined =>
  recipients?.map((recipient) => {
    const { emailAddress = '', name = emailAddress } = recipient
    return entryOf(emailAddress) ?? { ...recipient, name, routingType: 'SMTP', mailboxType: 'OneOff' }
  })

/** The addresses of all recipients, each once. */
export function recipientsOf({ toRecipients = [], ccRecipients = [], bccRecipients = [] }: AnyMessage): string[] {
  const all = [...toRecipients, ...ccRecipients, ...bccRecipients].map(({ emailAddress = '' }) => emailAddress)
  return [...new Set(all.filter((address) => address !== ''))]
}
