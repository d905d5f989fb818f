import { EwsResponseError } from '../../errors'
import { failure, sentence } from '../failure'
import type { Known } from '../known'
import { failed, type Mending, type Outcome, ok, skipped } from '../outcome'
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
      .find((error) => error !== undefined && mendingOf(error) !== undefined)
    if (refusal !== undefined) throw refusal
    return ok(`The account may act for ${who}.`)
  } catch (error) {
    const mending = mendingOf(error)
    if (error instanceof EwsResponseError) {
      return mending === undefined ? ok(`The account may act for ${who}.`) : failed(sentence(error), mending)
    }
    return failure(error)
  }
}

const DENIED: Mending = {
  whose: 'exchange',
  remedy:
    'Give the account the role over this mailbox: New-ManagementRoleAssignment -Role ApplicationImpersonation -User svc-booking ' +
    '-CustomRecipientWriteScope <scope>. Get-ManagementRoleAssignment -RoleAssignee svc-booking shows what it has. It may take some minutes to work.',
}

const UNKNOWN: Mending = {
  whose: 'you',
  remedy: 'Check the address of the mailbox. The administrator can look it up: Get-Mailbox dr.meier@example.com.',
}

/** By EWS's code. */
const MENDING: Readonly<Record<string, Mending>> = {
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

const mendingOf = (error: unknown): Mending | undefined =>
  error instanceof EwsResponseError ? MENDING[error.responseCode] : undefined
