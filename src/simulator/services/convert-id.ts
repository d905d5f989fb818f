import { type AlternateId, ConvertId } from '../../operations'
import { NO_MAILBOX } from '../authorization/caller'
import { convertedId } from '../items/alternate-id'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** MS-OXWSCVTID, ConvertId. It doesn't look whether there is such an item. */
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

/** An id of EWS says which mailbox it belongs to, whatever the request says: some clients learn their address from the answer. */
function mailboxOf({ format, id, mailbox }: AlternateId, store: MailboxStore): string {
  const own = format === 'EwsId' ? (store.mailboxOfItem(id) ?? store.mailboxOfFolder(id)) : undefined
  const found = own ?? store.find(mailbox)
  if (found === undefined) throw new ServiceError('ErrorNonExistentMailbox', NO_MAILBOX)
  return found.address
}
