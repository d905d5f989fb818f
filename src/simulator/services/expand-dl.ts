import { ExpandDL } from '../../operations/directory/expand-dl'
import { errorMessage, noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** MS-OXWSDLIST, ExpandDL. One level only: a group among the members is not expanded. */
export const expandDL = service(ExpandDL, ({ mailbox }, { store: { directory } }) => {
  const group = directory.group(mailbox.emailAddress ?? '')
  if (group === undefined) {
    return {
      responseMessages: [errorMessage(new ServiceError('ErrorNameResolutionNoResults', 'No results were found.'))],
    }
  }
  const members = directory.membersOf(group)
  const dlExpansion = { totalItemsInView: members.length, includesLastItemInRange: true, mailbox: members }
  return { responseMessages: [{ ...noError, dlExpansion }] }
})
