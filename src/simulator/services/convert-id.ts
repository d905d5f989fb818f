import { ConvertId } from '../../operations'
import { NO_MAILBOX } from '../authorization/caller'
import { convertedId } from '../items/alternate-id'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** MS-OXWSCVTID, ConvertId. It doesn't look whether there is such an item. */
export const convertId = service(ConvertId, ({ destinationFormat, sourceIds }, { store, answerEach }) => ({
  responseMessages: answerEach(
    sourceIds,
    (source) => {
      const { mailbox } = source
      if (store.find(mailbox) === undefined) throw new ServiceError('ErrorNonExistentMailbox', NO_MAILBOX)
      const id = convertedId(source, destinationFormat)
      if (id === undefined) throw new ServiceError('ErrorInvalidIdMalformed', 'Id is malformed.')
      return { ...noError, alternateId: { ...source, format: destinationFormat, id } }
    },
    (message) => message,
  ),
}))
