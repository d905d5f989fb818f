import { EwsResponseError } from '../../errors'
import type { CheckCulprit } from '../check-step'
import { failure, sentence } from '../failure'
import type { Known } from '../known'
import { failed, type Outcome, ok, warning } from '../outcome'
import { calendarId, subjectClient } from '../subject'
import type { Tools } from '../tools'

/** The calendar of the mailbox, and the rights on it. */
export async function calendar(known: Known, tools: Tools): Promise<Outcome> {
  const additionalProperties = [
    { fieldURI: { fieldURI: 'folder:EffectiveRights' } },
    { fieldURI: { fieldURI: 'folder:TotalCount' } },
  ] as const
  try {
    const { responseMessages } = await tools.call((options) =>
      subjectClient(known, tools).getFolder(
        { folderShape: { baseShape: 'IdOnly', additionalProperties }, folderIds: [calendarId(known)] },
        options,
      ),
    )
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    const [entry] = message?.folders ?? []
    return opened(known, entry?.calendarFolder ?? entry?.folder)
  } catch (error) {
    if (!(error instanceof EwsResponseError)) return failure(error)
    return failed(sentence(error), {
      whose: CULPRITS[error.responseCode] ?? 'exchange',
      remedy: remedyFor(error, known),
    })
  }
}

/** What is read of a folder. */
interface Opened {
  readonly totalCount?: number | undefined
  readonly effectiveRights?:
    | { readonly createContents: boolean; readonly modify: boolean; readonly read: boolean }
    | undefined
}

function opened(known: Known, folder: Opened | undefined): Outcome {
  if (folder === undefined) {
    return failed('The answer has no calendar.', {
      whose: 'exchange',
      remedy: 'Check the mailbox: New-MailboxRepairRequest -Mailbox dr.meier@example.com -CorruptionType FolderView.',
    })
  }
  const { effectiveRights: rights, totalCount } = folder
  const found = `The calendar opens${totalCount === undefined ? '' : `, with ${totalCount} entries`}.`
  if (rights === undefined) return ok(found)
  if (rights.createContents && rights.read) return ok(`${found} The account may read it and book in it.`)
  return warning(
    `${found} The account may ${rights.read ? 'read it, but not book in it' : 'book in it, but not read it'}.`,
    {
      whose: 'exchange',
      remedy:
        known.options.impersonate === undefined
          ? PERMISSION
          : `Check the rights of the impersonated user. ${PERMISSION}`,
    },
  )
}

const PERMISSION =
  'Grant rights on the folder: Add-MailboxFolderPermission dr.meier@example.com:\\Calendar -User svc-booking -AccessRights Editor; or let the account impersonate the mailbox.'

const CULPRITS: Readonly<Record<string, CheckCulprit>> = {
  ErrorNonExistentMailbox: 'you',
  ErrorMissingEmailAddress: 'you',
  ErrorInvalidSmtpAddress: 'you',
}

const FORBIDDEN: readonly string[] = ['ErrorAccessDenied', 'ErrorFolderNotFound', 'ErrorItemNotFound']

function remedyFor({ responseCode, hint }: EwsResponseError, { options: { impersonate } }: Known): string {
  return FORBIDDEN.includes(responseCode) && impersonate === undefined ? PERMISSION : hint
}
