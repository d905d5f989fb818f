import { type EmailAddress, ResolveNames } from '../../operations'
import { errorMessage, noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** The most candidates in one answer (Microsoft, "ResolveNames operation"). */
const MOST_CANDIDATES = 100

/** Several candidates are a warning with data, whatever the documentation says. */
const SEVERAL_RESULTS = {
  responseClass: 'Warning',
  messageText: 'Multiple results were found.',
  responseCode: 'ErrorNameResolutionMultipleResults',
} as const

/** MS-OXWSRSLNM, ResolveNames. Only the directory is searched: the simulator has no contacts. */
export const resolveNames = service(ResolveNames, ({ unresolvedEntry, returnFullContactData }, { store }) => {
  const text = unresolvedEntry.replace(/^smtp:/i, '').trim()
  if (!/[\p{L}\p{N}]/u.test(text) || text.includes(',')) {
    return refused('ErrorInvalidNameForNameResolution', 'The name to resolve is invalid.')
  }
  const found = store.directory.resolve(text)
  if (found.length === 0) return refused('ErrorNameResolutionNoResults', 'No results were found.')
  const resolution = found
    .slice(0, MOST_CANDIDATES)
    .map((mailbox) => ({ mailbox, ...(returnFullContactData && { contact: contactOf(mailbox) }) }))
  const page = { totalItemsInView: found.length, includesLastItemInRange: found.length <= MOST_CANDIDATES }
  const outcome = found.length === 1 ? noError : SEVERAL_RESULTS
  return { responseMessages: [{ ...outcome, resolutionSet: { ...page, resolution } }] }
})

const refused = (responseCode: string, message: string) => ({
  responseMessages: [errorMessage(new ServiceError(responseCode, message))],
})

const contactOf = ({ name, emailAddress }: EmailAddress) =>
  ({
    displayName: name,
    emailAddresses: [{ key: 'EmailAddress1', value: `SMTP:${emailAddress}` }],
    contactSource: 'ActiveDirectory',
  }) as const
