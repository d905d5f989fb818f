import { EwsResponseError } from '../../errors'
import { failure, sentence } from '../failure'
import type { Known } from '../known'
import { type Fix, failed, type Outcome, ok, skipped } from '../outcome'
import { calendarId, subjectClient } from '../subject'
import type { Tools } from '../tools'

/** Whether the account may act for the mailbox. */
export async function impersonation(known: Known, tools: Tools): Promise<Outcome> {
  const { impersonate } = known.options
  if (impersonate === undefined) return skipped("Not requested (impersonate): the account's own rights count.")
  const [who = ''] = Object.values(impersonate)
  try {
    const { responseMessages } = await tools.call((options) =>
      subjectClient(known, tools).getFolder(
        { folderShape: { baseShape: 'IdOnly' }, folderIds: [calendarId(known)] },
        options,
      ),
    )
    const refusal = responseMessages
      .map(({ error }) => error)
      .find((error) => error !== undefined && fixOf(error) !== undefined)
    if (refusal !== undefined) throw refusal
    return ok(`The account may act for ${who}.`)
  } catch (error) {
    const fix = fixOf(error)
    if (error instanceof EwsResponseError) {
      return fix === undefined ? ok(`The account may act for ${who}.`) : failed(sentence(error), fix)
    }
    return failure(error)
  }
}

const DENIED: Fix = {
  whose: 'exchange',
  remedy:
    'Give the account the role over this mailbox: New-ManagementRoleAssignment -Role ApplicationImpersonation -User svc-booking ' +
    '-CustomRecipientWriteScope <scope>. Get-ManagementRoleAssignment -RoleAssignee svc-booking shows what it has. It may take some minutes to work.',
}

const UNKNOWN: Fix = {
  whose: 'you',
  remedy: 'Check the address of the mailbox. The administrator can look it up: Get-Mailbox dr.meier@example.com.',
}

/** By EWS's code. */
const FIXES: Readonly<Record<string, Fix>> = {
  ErrorImpersonateUserDenied: DENIED,
  ErrorImpersonationDenied: DENIED,
  ErrorImpersonationFailed: DENIED,
  ErrorNonExistentMailbox: UNKNOWN,
  ErrorInvalidUserPrincipalName: UNKNOWN,
  ErrorInvalidUserSid: UNKNOWN,
  ErrorInvalidSid: UNKNOWN,
  ErrorInvalidExchangeImpersonationHeaderData: UNKNOWN,
  ErrorInvalidSmtpAddress: UNKNOWN,
}

const fixOf = (error: unknown): Fix | undefined =>
  error instanceof EwsResponseError ? FIXES[error.responseCode] : undefined
