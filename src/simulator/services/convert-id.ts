import { type AlternateId, ConvertId } from '../../operations'
import { NO_MAILBOX } from '../authorization/caller'
import { convertedId } from '../items/alternate-id'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** MS-OXWSCVTID, ConvertId. Nothing checks that the items exist. */
export const convertId = service(ConvertId, ({ destinationFormat, sourceIds }, { store, answerEach }) => ({
  responseMessages: answerEach(
    sourceIds,
    (source) => {
      const mailbox = mailboxOf(source, store)
      const id = convertedId({ ...source, mailbox }, destinationFormat)
      if (id === undefined) throw new ServiceError('ErrorInvalidIdMalformed', 'Id is malformed.')
      return { ...noError, alternateId: { ...source, format: destinationFormat, id, mailbox } }
    },
    (message) => message,
  ),
}))

/** The mailbox comes from the id itself where it has one, not from the request: some clients learn their address this way. */
function mailboxOf({ format, id, mailbox }: AlternateId, store: MailboxStore): string {
  const own = format === 'EwsId' ? (store.mailboxOfItem(id) ?? store.mailboxOfFolder(id)) : undefined
  const found = own ?? store.find(mailbox)
  if (found === undefined) throw new ServiceError('ErrorNonExistentMailbox', NO_MAILBOX)
  return found.address
}
