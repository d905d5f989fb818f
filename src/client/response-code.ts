/** What a response code asks of a caller (MS-OXWSCDATA, ResponseCodeType; Microsoft's page "ResponseCode"). */
interface ResponseCodeFacts {
  readonly hint: string
  /**
   * `throttled`: refused before being carried out, to be sent again later.
   * `transient`: likely to pass, but the request may have been carried out in part.
   */
  readonly kind?: 'throttled' | 'transient'
}

const IMPERSONATION =
  'Give the account the role ApplicationImpersonation over this mailbox: New-ManagementRoleAssignment -Role ' +
  'ApplicationImpersonation -User <account> -CustomRecipientWriteScope <scope>.'
const NO_MAILBOX = 'Check the address: the server has no mailbox for it.'
const WAIT = 'The server is under load or in maintenance; try again later.'
const RIGHTS = 'Give the account rights on this calendar, or let it impersonate the mailbox.'

const RESPONSE_CODES: Readonly<Record<string, ResponseCodeFacts>> = {
  ErrorServerBusy: { hint: WAIT, kind: 'throttled' },
  ErrorExceededConnectionCount: {
    hint: 'Lower maxConnections: the account has too many requests open.',
    kind: 'throttled',
  },
  ErrorInternalServerTransientError: { hint: WAIT, kind: 'transient' },
  ErrorTimeoutExpired: { hint: WAIT, kind: 'transient' },
  ErrorTooManyObjectsOpened: { hint: WAIT, kind: 'transient' },
  ErrorMailboxStoreUnavailable: { hint: WAIT, kind: 'transient' },
  ErrorMailboxFailover: { hint: WAIT, kind: 'transient' },
  ErrorMailboxMoveInProgress: {
    hint: 'The mailbox is being moved to another database; try again later.',
    kind: 'transient',
  },
  ErrorADUnavailable: { hint: WAIT, kind: 'transient' },
  ErrorADOperation: { hint: WAIT, kind: 'transient' },
  ErrorConnectionFailed: { hint: WAIT, kind: 'transient' },
  ErrorNotEnoughMemory: { hint: WAIT, kind: 'transient' },
  ErrorAccessDenied: { hint: RIGHTS },
  ErrorNoFreeBusyAccess: {
    hint: 'Let the account see free/busy times of this calendar, or let it impersonate the mailbox.',
  },
  ErrorImpersonateUserDenied: { hint: IMPERSONATION },
  ErrorImpersonationDenied: { hint: IMPERSONATION },
  ErrorImpersonationFailed: { hint: IMPERSONATION },
  ErrorNonExistentMailbox: { hint: NO_MAILBOX },
  ErrorMailRecipientNotFound: { hint: NO_MAILBOX },
  ErrorCannotFindUser: { hint: NO_MAILBOX },
  ErrorInvalidSmtpAddress: { hint: 'Check the address: it is not a valid SMTP address.' },
  ErrorInvalidUserPrincipalName: { hint: 'Check the user principal name to impersonate.' },
  ErrorInvalidUserSid: { hint: 'Check the security identifier to impersonate.' },
  ErrorMissingEmailAddress: { hint: 'The account has no mailbox of its own: name one to impersonate.' },
  ErrorItemNotFound: {
    hint: 'The item is gone, was moved, which changes its id, or the account has no right to see it.',
  },
  ErrorInvalidIdMalformed: { hint: 'Hand over the item id byte for byte as it came: it is long and case-sensitive.' },
  ErrorIrresolvableConflict: { hint: 'Somebody else has changed the item meanwhile; get it again and decide anew.' },
  ErrorInvalidServerVersion: { hint: "Set 'version' to one that this server knows, such as Exchange2013_SP1." },
  ErrorInvalidSchemaVersionForMailboxVersion: { hint: "Set 'version' no higher than the mailbox's server." },
  ErrorIncorrectSchemaVersion: { hint: "An element is newer than 'version': set a later one." },
  ErrorSchemaValidation: { hint: 'The server refuses the request as not valid against its schema.' },
  ErrorTimeIntervalTooBig: { hint: 'Ask for a shorter window: 42 days with default settings.' },
  ErrorCalendarViewRangeTooBig: { hint: 'Ask for a shorter window: two years at most.' },
  ErrorExceededFindCountLimit: { hint: 'Ask for a shorter window, or set maxEntriesReturned.' },
  ErrorMailboxDataArrayTooBig: { hint: 'Ask for at most 100 mailboxes in one request.' },
  ErrorQuotaExceeded: { hint: 'The mailbox is full.' },
}

/** The facts of any code, known or not. */
export function responseCodeFacts(responseCode: string): ResponseCodeFacts {
  return (
    RESPONSE_CODES[responseCode] ?? {
      hint: `Microsoft's page "ResponseCode" of the EWS reference says what ${responseCode} means.`,
    }
  )
}
