import type { EwsClient } from '../client/ews-client'
import type { TargetFolderId } from '../operations'
import type { Known } from './known'
import type { Tools } from './tools'

/** The client that acts for the mailbox. */
export function subjectClient(known: Known, tools: Tools): EwsClient {
  const { impersonate } = known.options
  const client = tools.client(known)
  return impersonate === undefined ? client : client.impersonating(impersonate)
}

/** The calendar of the mailbox, or the caller's own. */
export const calendarId = ({ mailbox }: Known): TargetFolderId => ({
  distinguishedFolderId: { id: 'calendar', ...(mailbox !== undefined && { mailbox: { emailAddress: mailbox } }) },
})
