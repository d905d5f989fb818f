import type { KnownResponseCode } from '../../errors'

/** The meaning of a response code for a caller (MS-OXWSCDATA, ResponseCodeType; Microsoft's page "ResponseCode"). */
export interface ResponseCodeFacts {
  /** The cause and the remedy, for the administrator or for the developer of the request. */
  readonly hint: string
  /**
   * `throttled`: the request was refused before it was carried out. Send it again later.
   * `transient`: the error is likely to pass, but the request may have been carried out in part.
   */
  readonly kind?: 'throttled' | 'transient'
}

interface ResponseCodeGroup extends ResponseCodeFacts {
  readonly codes: readonly KnownResponseCode[]
}

/** The facts of the codes that the library's own operations may get, grouped by subject. */
export const responseCodes: readonly ResponseCodeGroup[] = [
  // Refused before the request was carried out.
  {
    hint:
      'The server is overloaded, or its throttling policy limits the account: wait as long as it says, then send ' +
      'the request again.',
    kind: 'throttled',
    codes: ['ErrorServerBusy'],
  },
  {
    hint: 'Lower maxConnections: the account has too many requests open.',
    kind: 'throttled',
    codes: ['ErrorExceededConnectionCount'],
  },
  // Likely to pass.
  {
    hint: 'The server is overloaded or in maintenance; try again later.',
    kind: 'transient',
    codes: ['ErrorInternalServerTransientError', 'ErrorConnectionFailed', 'ErrorNotEnoughMemory'],
  },
  {
    hint: "The server didn't finish in time; try again later, or ask for less at once.",
    kind: 'transient',
    codes: ['ErrorTimeoutExpired'],
  },
  {
    hint: 'The account has too many mailbox objects open; try again later, or lower maxConnections.',
    kind: 'transient',
    codes: ['ErrorTooManyObjectsOpened'],
  },
  {
    hint: "The mailbox's database is offline or moving to another server; try again in a few minutes.",
    kind: 'transient',
    codes: ['ErrorMailboxStoreUnavailable', 'ErrorMailboxFailover'],
  },
  {
    hint: 'The mailbox is being moved to another database; try again later.',
    kind: 'transient',
    codes: ['ErrorMailboxMoveInProgress'],
  },
  {
    hint: "Exchange can't reach Active Directory; try again later, and check the domain controllers if it persists.",
    kind: 'transient',
    codes: ['ErrorADUnavailable', 'ErrorADOperation'],
  },
  // Failures of the server.
  {
    hint: 'Exchange failed without giving a reason; look in its event log and EWS log at this time.',
    codes: [
      'ErrorInternalServerError',
      'ErrorWin32InteropError',
      'ErrorRequestAborted',
      'ErrorClientDisconnected',
      'ErrorWebRequestInInvalidState',
      'ErrorResponseSchemaValidation',
      'ErrorParsingXMLResponse',
      'ErrorDataSourceOperation',
    ],
  },
  {
    hint: 'The server lacks the resources for this request; try again later, and check its load if it persists.',
    codes: ['ErrorServiceUnavailable', 'ErrorInsufficientResources'],
  },
  {
    hint:
      "An earlier element of the batch failed, so this one wasn't processed: correct that one, then send the rest " +
      'again.',
    codes: ['ErrorBatchProcessingStopped'],
  },
  {
    hint: 'The stored data is damaged; run New-MailboxRepairRequest on the mailbox.',
    codes: ['ErrorCorruptData', 'ErrorItemCorrupt', 'ErrorFolderCorrupt'],
  },
  {
    hint:
      "The mailbox store couldn't save or return the item; messageXml.FieldURI may name the property, and the " +
      "server's event log the reason.",
    codes: [
      'ErrorItemSave',
      'ErrorItemSavePropertyError',
      'ErrorItemPropertyRequestFailed',
      'ErrorPropertyUpdate',
      'ErrorContentConversionFailed',
    ],
  },
  {
    hint:
      "Some or all items couldn't be deleted or moved; check retention holds and rights on the folder, then " +
      'check which items remain.',
    codes: ['ErrorDeleteItemsFailed', 'ErrorMoveCopyFailed', 'ErrorCannotDeleteObject'],
  },
  {
    hint:
      "Exchange couldn't determine the free/busy times of this mailbox: treat them as unknown, and check the " +
      "server's event log.",
    codes: ['ErrorFreeBusyGenerationFailed'],
  },
  {
    hint: "Exchange couldn't suggest times for this meeting; free/busy times alone may still be available.",
    codes: ['ErrorMeetingSuggestionGenerationFailed'],
  },
  {
    hint: "The mailbox's working hours are damaged or can't be saved; have its owner set them again in Outlook.",
    codes: ['ErrorWorkingHoursSaveFailed', 'ErrorWorkingHoursXmlMalformed'],
  },
  {
    hint: 'A virus scanner on the server has blocked or removed the item.',
    codes: ['ErrorVirusDetected', 'ErrorVirusMessageDeleted'],
  },
  {
    hint: 'The server has no licence for this mailbox, or the organization is closed.',
    codes: ['ErrorInvalidLicense', 'ErrorOrganizationAccessBlocked'],
  },
  // The account, its rights, and the mailbox it acts for.
  {
    hint: 'Give the account rights on this calendar, or let it impersonate the mailbox.',
    codes: ['ErrorAccessDenied', 'ErrorCreateItemAccessDenied'],
  },
  {
    hint: 'Let the account see free/busy times of this calendar, or let it impersonate the mailbox.',
    codes: ['ErrorNoFreeBusyAccess'],
  },
  {
    hint: 'A compliance rule or a hold of the organization forbids this, regardless of the rights of the account.',
    codes: ['ErrorAccessDeniedDueToCompliance', 'ErrorRecoverableItemsAccessDenied'],
  },
  {
    hint:
      'Give the account the role ApplicationImpersonation over this mailbox: New-ManagementRoleAssignment -Role ' +
      'ApplicationImpersonation -User <account> -CustomRecipientWriteScope <scope>.',
    codes: ['ErrorImpersonateUserDenied', 'ErrorImpersonationDenied', 'ErrorImpersonationFailed'],
  },
  {
    hint: 'Name the mailbox to impersonate in exactly one way, by a name that exists in the directory.',
    codes: [
      'ErrorInvalidExchangeImpersonationHeaderData',
      'ErrorAccessModeSpecified',
      'ErrorMoreThanOneAccessModeSpecified',
      'ErrorInvalidUserSidMissingUPN',
    ],
  },
  { hint: 'Check the user principal name to impersonate.', codes: ['ErrorInvalidUserPrincipalName'] },
  { hint: 'Check the security identifier to impersonate.', codes: ['ErrorInvalidUserSid', 'ErrorInvalidSid'] },
  { hint: 'The account has no mailbox of its own: name one to impersonate.', codes: ['ErrorMissingEmailAddress'] },
  { hint: 'The account is disabled in Active Directory: enable it.', codes: ['ErrorAccountDisabled'] },
  {
    hint:
      "The account's password has expired or must be changed: set a new one. The password of a service account " +
      "shouldn't expire.",
    codes: ['ErrorPasswordExpired', 'ErrorPasswordChangeRequired'],
  },
  {
    hint:
      "This server's Active Directory can't find the account; use one in this forest, or in a forest that it " +
      'trusts.',
    codes: [
      'ErrorCallerIsInvalidADAccount',
      'ErrorInvalidClientSecurityContext',
      'ErrorInvalidAuthorizationContext',
      'ErrorMissingExchangePrincipal',
    ],
  },
  {
    hint:
      "The server couldn't open the mailbox for the account: check that the mailbox is enabled and its database " +
      'is mounted.',
    codes: ['ErrorMailboxLogonFailed', 'ErrorMailboxConfiguration', 'ErrorInvalidLogonType'],
  },
  {
    hint:
      'The account may not send as this mailbox: give it the permission Send As or Send on Behalf, or send ' +
      'nothing.',
    codes: ['ErrorSendAsDenied'],
  },
  {
    hint: "The role in the header ManagementRole isn't assigned to the account, or doesn't fit the operation.",
    codes: ['ErrorInvalidManagementRoleHeader'],
  },
  {
    hint:
      'A delegate must have a mailbox in the same organization, and be appointed by the owner; impersonation ' +
      'needs neither.',
    codes: [
      'ErrorNotDelegate',
      'ErrorDelegateNoUser',
      'ErrorDelegateMissingConfiguration',
      'ErrorWrongServerVersionDelegate',
    ],
  },
  // Addresses and mailboxes.
  {
    hint: 'Check the address: the server has no mailbox for it.',
    codes: [
      'ErrorNonExistentMailbox',
      'ErrorMailRecipientNotFound',
      'ErrorCannotFindUser',
      'ErrorInvalidMailbox',
      'ErrorRecipientNotFound',
    ],
  },
  {
    hint: 'Check the address: it is not a valid SMTP address.',
    codes: ['ErrorInvalidSmtpAddress', 'ErrorInvalidRoutingType'],
  },
  {
    hint: 'Use the primary SMTP address of the mailbox; this one is an alias.',
    codes: ['ErrorNonPrimarySmtpAddress'],
  },
  { hint: 'The folder id and the address belong to different mailboxes.', codes: ['ErrorEmailAddressMismatch'] },
  {
    hint: 'Check the attendees: there are none, or at least one has no valid address.',
    codes: ['ErrorInvalidRecipients', 'ErrorMissingRecipients'],
  },
  {
    hint: 'Two objects of Active Directory have the same legacyExchangeDN: remove one.',
    codes: ['ErrorDuplicateLegacyDistinguishedName'],
  },
  { hint: 'The mailbox has no calendar, or none that the server can find.', codes: ['ErrorNoCalendar'] },
  {
    hint: 'The server has forgotten the state, after a restoration or a move. Synchronize again without one.',
    codes: ['ErrorInvalidSyncStateData'],
  },
  // Ids and versions of items.
  {
    hint: 'The item was deleted, or moved, which changes its id, or the account may not see it.',
    codes: ['ErrorItemNotFound'],
  },
  {
    hint:
      'The server has no such item in that place: the id may be cut or changed, belong in another field (recurringMasterItemId takes an ' +
      "occurrence's id), or be that of an item that is gone.",
    codes: ['ErrorInvalidId'],
  },
  {
    hint: 'Pass the id exactly as the server sent it: it is long and case-sensitive.',
    codes: [
      'ErrorInvalidIdMalformed',
      'ErrorInvalidIdEmpty',
      'ErrorInvalidIdXml',
      'ErrorInvalidIdMonikerTooLong',
      'ErrorInvalidIdStoreObjectIdTooLong',
      'ErrorInvalidFolderId',
    ],
  },
  {
    hint: 'The id is from Exchange 2007 before Service Pack 1: convert it with ConvertId.',
    codes: ['ErrorInvalidIdMalformedEwsLegacyIdFormat'],
  },
  {
    hint: 'The id of a folder is used in place of an item id, or the other way around.',
    codes: ['ErrorCannotUseFolderIdForItemId', 'ErrorCannotUseItemIdForFolderId'],
  },
  {
    hint: "Pass the change key that the server sent with the item's id.",
    codes: ['ErrorInvalidChangeKey', 'ErrorChangeKeyRequired', 'ErrorChangeKeyRequiredForWriteOperations'],
  },
  {
    hint: 'The item has changed in the meantime; get it again, then decide.',
    codes: ['ErrorIrresolvableConflict', 'ErrorStaleObject'],
  },
  {
    hint: 'A request with this transaction id was accepted before: look for its result.',
    codes: ['ErrorDuplicateTransactionId'],
  },
  {
    hint: 'The change would turn the item into another kind of item; delete it and create a new one.',
    codes: ['ErrorObjectTypeChanged'],
  },
  // Folders.
  {
    hint: 'The folder was deleted, or the account may not see it.',
    codes: [
      'ErrorFolderNotFound',
      'ErrorParentFolderNotFound',
      'ErrorSavedItemFolderNotFound',
      'ErrorToFolderNotFound',
    ],
  },
  { hint: 'Name the folder: the request needs one here.', codes: ['ErrorParentFolderIdRequired'] },
  {
    hint:
      'A calendarView and new appointments need a folder for calendar items, such as the distinguished folder ' +
      'calendar.',
    codes: [
      'ErrorCalendarFolderIsInvalidForCalendarView',
      'ErrorCannotCreateCalendarItemInNonCalendarFolder',
      'ErrorInvalidFolderTypeForOperation',
    ],
  },
  {
    hint: 'The items belong to different mailboxes: make one request per mailbox.',
    codes: ['ErrorCrossMailboxMoveCopy', 'ErrorMultiLegacyMailboxAccess'],
  },
  // The form of the request.
  {
    hint: "Set 'version' to one that this server supports, such as Exchange2013_SP1.",
    codes: ['ErrorInvalidServerVersion'],
  },
  { hint: "Set 'version' no higher than the mailbox's server.", codes: ['ErrorInvalidSchemaVersionForMailboxVersion'] },
  { hint: "An element is newer than 'version': set a later one.", codes: ['ErrorIncorrectSchemaVersion'] },
  {
    hint: "The request violates the server's schema; messageXml.Violation names the rule.",
    codes: ['ErrorSchemaValidation'],
  },
  {
    hint: 'The request has a SOAP header twice: something between this library and the server adds it.',
    codes: ['ErrorDuplicateSOAPHeader'],
  },
  {
    hint:
      "The server can't interpret the request: compare it with the reference of the operation, and 'version' with " +
      "the server's.",
    codes: ['ErrorInvalidRequest', 'ErrorInvalidOperation', 'ErrorInvalidArgument', 'ErrorMissingArgument'],
  },
  {
    hint: 'The request lacks a property that this kind of item needs; messageXml.FieldURI may name it.',
    codes: ['ErrorRequiredPropertyMissing', 'ErrorMissingInformationEmailAddress'],
  },
  {
    hint:
      'Specify with sendMeetingInvitations, sendMeetingInvitationsOrCancellations or sendMeetingCancellations what ' +
      'attendees receive.',
    codes: [
      'ErrorSendMeetingInvitationsRequired',
      'ErrorSendMeetingInvitationsOrCancellationsRequired',
      'ErrorSendMeetingCancellationsRequired',
    ],
  },
  { hint: 'Specify with messageDisposition whether to save or send.', codes: ['ErrorMessageDispositionRequired'] },
  {
    hint: "This operation can't create or process items of this kind.",
    codes: [
      'ErrorInvalidItemForOperationCreateItem',
      'ErrorInvalidItemForOperationSendItem',
      'ErrorInvalidItemForOperationRemoveItem',
      'ErrorInvalidItemForOperationArchiveItem',
      'ErrorInvalidItemForOperationExpandDL',
    ],
  },
  {
    hint: "Exchange doesn't accept the value of a property; messageXml.FieldURI may name it.",
    codes: [
      'ErrorInvalidValueForProperty',
      'ErrorPropertyValidationFailure',
      'ErrorValueOutOfRange',
      'ErrorCalendarInvalidPropertyValue',
      'ErrorCalendarInvalidPropertyState',
      'ErrorCalendarInvalidAttributeValue',
      'ErrorCalendarOutOfRange',
      'ErrorDataSizeLimitExceeded',
    ],
  },
  {
    hint:
      "The property is read-only, unknown for this kind of item, or can't be changed in this way; " +
      'messageXml.FieldURI may name it.',
    codes: [
      'ErrorInvalidPropertySet',
      'ErrorInvalidPropertyAppend',
      'ErrorInvalidPropertyDelete',
      'ErrorInvalidPropertyForOperation',
      'ErrorInvalidPropertyRequest',
      'ErrorInvalidPropertyUpdateSentMessage',
    ],
  },
  {
    hint: 'Each setItemField must have an item with only the property that its path names.',
    codes: ['ErrorIncorrectUpdatePropertyCount', 'ErrorUpdatePropertyMismatch'],
  },
  {
    hint:
      'Identify the extended property by set and name, set and id, or tag, and give its type; tags from 0x8000 ' +
      'are not allowed.',
    codes: ['ErrorInvalidExtendedProperty', 'ErrorNoPropertyTagForCustomProperties'],
  },
  {
    hint: "The value of the extended property doesn't fit its propertyType.",
    codes: ['ErrorInvalidExtendedPropertyValue', 'ErrorUnsupportedMapiPropertyType'],
  },
  { hint: "This server doesn't know the culture; use one such as en-US.", codes: ['ErrorUnsupportedCulture'] },
  {
    hint: "The MIME content isn't valid, or items of this kind have none.",
    codes: [
      'ErrorMimeContentInvalid',
      'ErrorMimeContentInvalidBase64String',
      'ErrorMimeContentConversionFailed',
      'ErrorUnsupportedMimeConversion',
    ],
  },
  // Searches.
  { hint: 'Ask for a shorter window: two years at most.', codes: ['ErrorCalendarViewRangeTooBig'] },
  {
    hint: 'Ask for a shorter window, or set maxEntriesReturned; other searches by the account count too.',
    codes: ['ErrorExceededFindCountLimit'],
  },
  {
    hint: "Paging needs an offset that isn't negative, and at least one entry.",
    codes: [
      'ErrorInvalidIndexedPagingParameters',
      'ErrorInvalidFractionalPagingParameters',
      'ErrorInvalidPagingMaxRows',
    ],
  },
  {
    hint: "A calendar can't be paged from a condition; use a calendarView.",
    codes: ['ErrorCalendarSeekToConditionNotSupported'],
  },
  {
    hint:
      'The restriction or the sort order is longer or more nested than the server allows: simplify it, and filter ' +
      'the result yourself.',
    codes: ['ErrorRestrictionTooComplex', 'ErrorRestrictionTooLong', 'ErrorQueryFilterTooLong'],
  },
  {
    hint: "The restriction compares a property in a way, or with a value, that the server can't search for.",
    codes: [
      'ErrorInvalidRestriction',
      'ErrorContainsFilterWrongType',
      'ErrorInvalidExcludesRestriction',
      'ErrorInvalidPropertyForExists',
      'ErrorUnsupportedQueryFilter',
      'ErrorUnsupportedPathForQuery',
      'ErrorUnsupportedPropertyDefinition',
      'ErrorUnsupportedTypeForConversion',
      'ErrorInvalidValueForFilter',
    ],
  },
  {
    hint: "Exchange can't sort or group by this property: sort the result yourself.",
    codes: ['ErrorUnsupportedPathForSortGroup'],
  },
  { hint: 'The database has no content index, which this search needs.', codes: ['ErrorContentIndexingNotEnabled'] },
  // Availability.
  { hint: 'Ask for a shorter window: at most 42 days with default settings.', codes: ['ErrorTimeIntervalTooBig'] },
  { hint: 'The window must end after it starts.', codes: ['ErrorInvalidTimeInterval'] },
  {
    hint: 'Ask for fewer mailboxes or a shorter window: the answer has more entries than the server allows.',
    codes: ['ErrorResultSetTooBig'],
  },
  { hint: 'Ask for at most 100 mailboxes in one request.', codes: ['ErrorMailboxDataArrayTooBig'] },
  { hint: 'Name at least one mailbox.', codes: ['ErrorMailboxDataArrayEmpty'] },
  {
    hint: 'The group has more members than the server looks up: ask for its members, at most 100 in one request.',
    codes: ['ErrorFreeBusyDLLimitReached', 'ErrorIndividualMailboxLimitReached'],
  },
  {
    hint: 'Ask for fewer mailboxes: the request is larger than the server accepts.',
    codes: ['ErrorRequestStreamTooBig'],
  },
  {
    hint: 'Set requestedView to MergedOnly, FreeBusy, FreeBusyMerged, Detailed or DetailedMerged.',
    codes: ['ErrorInvalidFreeBusyViewType'],
  },
  {
    hint: 'Set mergedFreeBusyIntervalInMinutes between 5 and 1440, and no longer than the window.',
    codes: ['ErrorInvalidMergedFreeBusyInterval'],
  },
  {
    hint: 'This mailbox only has merged free/busy: set requestedView to MergedOnly.',
    codes: ['ErrorLegacyMailboxFreeBusyViewTypeNotMerged'],
  },
  {
    hint: "The free/busy data of this mailbox is in a public folder that the server can't reach.",
    codes: [
      'ErrorPublicFolderRequestProcessingFailed',
      'ErrorPublicFolderServerNotFound',
      'ErrorNoPublicFolderReplicaAvailable',
      'ErrorNoPublicFolderServerAvailable',
    ],
  },
  // Other servers, sites and forests.
  {
    hint:
      'The mailbox is in another forest, and its domain has no entry in Get-AvailabilityAddressSpace: add one ' +
      'there.',
    codes: ['ErrorAddressSpaceNotFound', 'ErrorAvailabilityConfigNotFound'],
  },
  {
    hint:
      'The account that Exchange uses for the other forest is missing or wrong: check ' +
      'Get-AvailabilityAddressSpace.',
    codes: [
      'ErrorInvalidCrossForestCredentials',
      'ErrorInvalidNetworkServiceContext',
      'ErrorLogonAsNetworkServiceFailed',
    ],
  },
  {
    hint: "Check the organization relationship and the federation trust with the mailbox's organization.",
    codes: [
      'ErrorInvalidOrganizationRelationshipForFreeBusy',
      'ErrorInvalidFederatedOrganizationId',
      'ErrorInvalidFederationOrganizationIdentifier',
      'ErrorOrganizationNotFederated',
      'ErrorUserWithoutFederatedProxyAddress',
      'ErrorTargetDomainNotSupported',
      'ErrorNoOAuthServerAvailableForRequest',
      'ErrorInvalidInternetWebProxyOnLocalServer',
    ],
  },
  {
    hint:
      "Exchange can't find the server of this mailbox through Autodiscover: check the Autodiscover records and " +
      'virtual directories.',
    codes: [
      'ErrorAutoDiscoverFailed',
      'ErrorServiceDiscoveryFailed',
      'ErrorProxyServiceDiscoveryFailed',
      'ErrorLocalServerObjectNotFound',
    ],
  },
  {
    hint:
      "The front-end server couldn't pass the request to the mailbox's server: check EWS there, its certificate " +
      'and Windows authentication.',
    codes: [
      'ErrorProxyCallFailed',
      'ErrorProxyRequestProcessingFailed',
      'ErrorProxySoapException',
      'ErrorNoApplicableProxyCASServersAvailable',
      'ErrorNoRespondingCASInDestinationSite',
      'ErrorNoDestinationCASDueToKerberosRequirements',
      'ErrorNoDestinationCASDueToSSLRequirements',
    ],
  },
  {
    hint: "The front-end server may not pass this request on; use the URL of the mailbox's own server.",
    codes: [
      'ErrorProxyRequestNotAllowed',
      'ErrorCrossSiteRequest',
      'ErrorWrongServerVersion',
      'ErrorNoDestinationCASDueToVersionMismatch',
    ],
  },
  {
    hint: 'The account is in more than 3000 groups, the most that Exchange passes on: remove it from some.',
    codes: ['ErrorProxyGroupSidLimitExceeded'],
  },
  {
    hint:
      "The servers don't accept each other's tokens for the caller: check their clocks, and the right to " +
      'serialize tokens.',
    codes: [
      'ErrorProxyTokenExpired',
      'ErrorInvalidProxySecurityContext',
      'ErrorInvalidSerializedAccessToken',
      'ErrorTokenSerializationDenied',
      'ErrorGetServerSecurityDescriptorFailed',
      'ErrorInvalidSecurityDescriptor',
    ],
  },
  // Appointments.
  { hint: 'The end must not be before the start.', codes: ['ErrorCalendarEndDateIsEarlierThanStartDate'] },
  { hint: 'An appointment may last at most five years.', codes: ['ErrorCalendarDurationIsTooLong'] },
  {
    hint:
      "The server doesn't know the time zone: use the id of one that Windows has there, such as W. Europe " +
      'Standard Time.',
    codes: ['ErrorTimeZone', 'ErrorCalendarInvalidTimeZone'],
  },
  {
    hint: "The day on which the time zone changes its offset isn't valid: use one day of the week.",
    codes: ['ErrorCalendarInvalidDayForTimeChangePattern'],
  },
  {
    hint:
      "The appointment is in Deleted Items, where it can't be changed with invitations: move it back, or create " +
      'a new one.',
    codes: ['ErrorCalendarCannotUpdateDeletedItem'],
  },
  {
    hint: "Only the organizer's copy can be cancelled: act for the organizer's mailbox.",
    codes: ['ErrorCalendarIsNotOrganizer', 'ErrorInvalidItemForOperationCancelItem'],
  },
  {
    hint: "The organizer can't answer their own meeting; cancel it instead.",
    codes: [
      'ErrorCalendarIsOrganizerForAccept',
      'ErrorCalendarIsOrganizerForDecline',
      'ErrorCalendarIsOrganizerForRemove',
      'ErrorCalendarIsOrganizerForTentative',
    ],
  },
  {
    hint: "The meeting is cancelled, so it can't be answered; delete it.",
    codes: [
      'ErrorCalendarIsCancelledForAccept',
      'ErrorCalendarIsCancelledForDecline',
      'ErrorCalendarIsCancelledForRemove',
      'ErrorCalendarIsCancelledForTentative',
    ],
  },
  {
    hint: "The request was passed on to a delegate, and only the delegate's copy can be answered.",
    codes: [
      'ErrorCalendarIsDelegatedForAccept',
      'ErrorCalendarIsDelegatedForDecline',
      'ErrorCalendarIsDelegatedForRemove',
      'ErrorCalendarIsDelegatedForTentative',
    ],
  },
  {
    hint: "The mailbox of a group can't answer a meeting.",
    codes: [
      'ErrorCalendarIsGroupMailboxForAccept',
      'ErrorCalendarIsGroupMailboxForDecline',
      'ErrorCalendarIsGroupMailboxForTentative',
      'ErrorCalendarIsGroupMailboxForSuppressReadReceipt',
    ],
  },
  {
    hint: 'Answer the meeting request or its calendar item, and name it by referenceItemId.',
    codes: [
      'ErrorInvalidItemForOperationAcceptItem',
      'ErrorInvalidItemForOperationDeclineItem',
      'ErrorInvalidItemForOperationTentative',
      'ErrorInvalidReferenceItem',
      'ErrorMissingInformationReferenceItemId',
    ],
  },
  {
    hint: 'There is a newer invitation to this meeting: use that one.',
    codes: ['ErrorCalendarMeetingRequestIsOutOfDate'],
  },
  {
    hint: "The organizer doesn't allow this meeting to be forwarded.",
    codes: ['ErrorCalendarForwardActionNotAllowed'],
  },
  {
    hint: "The invitation was already sent and can't be changed on its own: change the meeting.",
    codes: ['ErrorSentMeetingRequestUpdate'],
  },
  // Recurring appointments.
  {
    hint: "The pattern of the recurrence contradicts itself, or is one that Exchange doesn't have.",
    codes: ['ErrorCalendarInvalidRecurrence', 'ErrorUnsupportedRecurrence'],
  },
  {
    hint: 'A weekly recurrence takes the names of days, not Day, Weekday or WeekendDay.',
    codes: ['ErrorCalendarInvalidDayForWeeklyRecurrence'],
  },
  {
    hint: 'The pattern matches no day in the range of the recurrence.',
    codes: ['ErrorRecurrenceHasNoOccurrence'],
  },
  { hint: 'The recurrence must end by 1 September 4500.', codes: ['ErrorRecurrenceEndDateTooBig'] },
  {
    hint: 'An occurrence ends after the next one starts: shorten it, or make it recur less often.',
    codes: ['ErrorOccurrenceTimeSpanTooBig'],
  },
  {
    hint: "An occurrence can't be moved past, or onto the day of, the one before or after it.",
    codes: ['ErrorOccurrenceCrossingBoundary'],
  },
  {
    hint: 'The series has no occurrence of this number.',
    codes: ['ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange'],
  },
  { hint: 'The occurrence was deleted from its series.', codes: ['ErrorCalendarOccurrenceIsDeletedFromRecurrence'] },
  { hint: 'This is not the id of a series.', codes: ['ErrorCalendarCannotUseIdForRecurringMasterId'] },
  { hint: 'This is not the id of an occurrence.', codes: ['ErrorCalendarCannotUseIdForOccurrenceId'] },
  {
    hint: "A single occurrence can't be moved or copied; move the series.",
    codes: ['ErrorCalendarCannotMoveOrCopyOccurrence'],
  },
  // Quotas and attachments.
  {
    hint: 'The mailbox is full: delete items, or raise its quota.',
    codes: ['ErrorQuotaExceeded', 'ErrorMessagePerFolderCountReceiveQuotaExceeded'],
  },
  {
    hint: 'The folder for recoverable items is full, so nothing can be deleted: raise its quota, or empty it.',
    codes: ['ErrorQuotaExceededOnDelete'],
  },
  {
    hint: 'The item is larger than the organization allows.',
    codes: ['ErrorMessageSizeExceeded', 'ErrorAttachmentSizeLimitExceeded'],
  },
  {
    hint: 'The account has reached its limit of messages or recipients for now.',
    codes: ['ErrorSubmissionQuotaExceeded', 'ErrorMessageSubmissionBlocked', 'ErrorMessageBlocked'],
  },
  {
    hint: 'The attachment was deleted, or the id is not that of an attachment of this kind.',
    codes: [
      'ErrorInvalidAttachmentId',
      'ErrorInvalidIdNotAnItemAttachmentId',
      'ErrorCannotFindFileAttachment',
      'ErrorCannotOpenFileAttachment',
    ],
  },
  {
    hint: 'Attached items are nested more deeply than Exchange allows.',
    codes: ['ErrorAttachmentNestLevelLimitExceeded', 'ErrorInvalidIdTooManyAttachmentLevels'],
  },
  {
    hint: 'An item attachment needs an item that can be attached.',
    codes: ['ErrorMissingItemForCreateItemAttachment', 'ErrorInvalidItemForOperationCreateItemAttachment'],
  },
]

/** Subjects that the library's own operations don't touch, by words in their codes. */
const otherSubjects: readonly (readonly [subject: string, words: RegExp])[] = [
  [
    'rights on folders, and delegates',
    /Delegate|Permission(Settings|Unknown|On|NotAllowed)|UserId|UserInfo|UserNotAllowed|DistinguishedUser|AccessLevel/,
  ],
  [
    'subscriptions, notifications and synchronization',
    /Subscription|Watermark|EventNotFound|ReadEvents|EventStream|NotificationEvents|SyncState|SyncFolder/,
  ],
  ['out-of-office settings', /Oof/],
  ['name resolution', /NameResolution|ResolveNames|ADSessionFilter/],
  ['archives, retention and managed folders', /Archiv|Retention|ManagedFolder|MailboxHold|SourceFolder|InputFolder/],
  [
    'contacts, tasks and address groups',
    /Contact|Task|PostItem|DistributionList|ImGroup|ImDistribution|CompleteDate|PercentComplete/,
  ],
  ['unified messaging', /UnifiedMessaging|UMServer|Phone|SIPUri|IPGateway|Speech|Recognizer|Prompt|VoiceMail/],
  ['groups and site mailboxes', /UnifiedGroup|TeamMailbox/],
  ['calendar sharing between organizations', /Sharing/],
  [
    'eDiscovery and full-text search',
    /InstantSearch|ExecuteSearch|DiscoverySearch|SearchQuery|SearchTooMany|Keyword|WithoutQueryString/,
  ],
  ['search folders', /Sub[fF]ilter|SearchFolder/],
  ['add-ins', /Extension|ClientAccessToken|EcpUrl|ClientIntent/],
  ['locations, weather and photos', /LocationService|Weather|Longitude|Latitude|Photo/],
  [
    'creating, changing and deleting folders',
    /Folder(Save|Propert|Exists|Class|Root)|EmptyFolder|DistinguishedFolder|ParentFolder$|Subfolder|PublicFolder/,
  ],
  [
    'mail rules and message tracking',
    /Rule|Conversation|KeepN|BulkAction|ReadReceipt|MessageTracking|MailTips|InternetHeader|ReportMessage|LikeRequest/,
  ],
  ['sending limits', /SenderRestrictions|MessageLimit|RecipientLimit|AccountSuspend|SendItem/],
]

const factsByCode: ReadonlyMap<string, ResponseCodeFacts> = new Map(
  responseCodes.flatMap(({ codes, ...facts }) => codes.map((code) => [code, facts])),
)

/** Returns the facts of any code, known or not. */
export function responseCodeFacts(responseCode: string): ResponseCodeFacts {
  return factsByCode.get(responseCode) ?? { hint: hintOfOther(responseCode) }
}

function hintOfOther(responseCode: string): string {
  const subject = otherSubjects.find(([, words]) => words.test(responseCode))?.[0]
  return subject === undefined
    ? `Microsoft's page "ResponseCode" in the EWS reference explains ${responseCode}.`
    : `The code belongs to ${subject}, which this library's own operations don't touch; messageText says more.`
}
