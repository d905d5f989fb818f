import type { KnownResponseCode } from '../../errors'

/** What a response code asks of a caller (MS-OXWSCDATA, ResponseCodeType; Microsoft's page "ResponseCode"). */
export interface ResponseCodeFacts {
  /** What it means, and what to do about it: for the administrator, or for the developer whose request it is. */
  readonly hint: string
  /**
   * `throttled`: refused before being carried out, to be sent again later.
   * `transient`: likely to pass, but the request may have been carried out in part.
   */
  readonly kind?: 'throttled' | 'transient'
}

interface ResponseCodeGroup extends ResponseCodeFacts {
  readonly codes: readonly KnownResponseCode[]
}

/** What the codes mean that an operation of this library may get, by whom or what they concern. */
export const responseCodes: readonly ResponseCodeGroup[] = [
  // Refused before being carried out.
  {
    hint:
      'Too much is asked of the server, or more than its throttling policy allows the account: wait as long as ' +
      'it says, then send again.',
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
    hint: 'The server is under load or in maintenance; try again later.',
    kind: 'transient',
    codes: ['ErrorInternalServerTransientError', 'ErrorConnectionFailed', 'ErrorNotEnoughMemory'],
  },
  {
    hint: "The server didn't finish in time; try again later, or ask for less at once.",
    kind: 'transient',
    codes: ['ErrorTimeoutExpired'],
  },
  {
    hint: 'The account has too many objects of the mailbox store open; try again later, or lower maxConnections.',
    kind: 'transient',
    codes: ['ErrorTooManyObjectsOpened'],
  },
  {
    hint: "The mailbox's database is offline or moving to another server; try again in some minutes.",
    kind: 'transient',
    codes: ['ErrorMailboxStoreUnavailable', 'ErrorMailboxFailover'],
  },
  {
    hint: 'The mailbox is being moved to another database; try again later.',
    kind: 'transient',
    codes: ['ErrorMailboxMoveInProgress'],
  },
  {
    hint: "Exchange can't reach Active Directory; try again later, and look at the domain controllers if it stays so.",
    kind: 'transient',
    codes: ['ErrorADUnavailable', 'ErrorADOperation'],
  },
  // The server's own trouble.
  {
    hint: 'Exchange failed without saying why; its event log and EWS log of this minute say more.',
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
    hint: 'The server lacks the resources for this request; try again later, and look at its load if it stays so.',
    codes: ['ErrorServiceUnavailable', 'ErrorInsufficientResources'],
  },
  {
    hint:
      "An element of the batch before this one failed, so this one wasn't processed: mend that one and send the " +
      'rest again.',
    codes: ['ErrorBatchProcessingStopped'],
  },
  {
    hint: 'What is stored is damaged; run New-MailboxRepairRequest on the mailbox.',
    codes: ['ErrorCorruptData', 'ErrorItemCorrupt', 'ErrorFolderCorrupt'],
  },
  {
    hint:
      "The mailbox store didn't save or hand over the item; messageXml.FieldURI may name the property, the " +
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
      'look which items are left.',
    codes: ['ErrorDeleteItemsFailed', 'ErrorMoveCopyFailed', 'ErrorCannotDeleteObject'],
  },
  {
    hint:
      "Exchange couldn't work out the free/busy times of this mailbox: take them for unknown, and look into the " +
      "server's event log.",
    codes: ['ErrorFreeBusyGenerationFailed'],
  },
  {
    hint: "Exchange couldn't work out suggestions for this meeting; free/busy times alone may still be had.",
    codes: ['ErrorMeetingSuggestionGenerationFailed'],
  },
  {
    hint: "The mailbox's working hours are damaged or can't be saved; have its owner set them anew in Outlook.",
    codes: ['ErrorWorkingHoursSaveFailed', 'ErrorWorkingHoursXmlMalformed'],
  },
  {
    hint: 'A virus scanner of the server has refused or removed the item.',
    codes: ['ErrorVirusDetected', 'ErrorVirusMessageDeleted'],
  },
  {
    hint: 'The server has no licence for this mailbox, or the organization is closed.',
    codes: ['ErrorInvalidLicense', 'ErrorOrganizationAccessBlocked'],
  },
  // The account, its rights, whom it acts for.
  {
    hint: 'Give the account rights on this calendar, or let it impersonate the mailbox.',
    codes: ['ErrorAccessDenied', 'ErrorCreateItemAccessDenied'],
  },
  {
    hint: 'Let the account see free/busy times of this calendar, or let it impersonate the mailbox.',
    codes: ['ErrorNoFreeBusyAccess'],
  },
  {
    hint: 'A compliance rule or a hold of the organization forbids it, whatever rights the account has.',
    codes: ['ErrorAccessDeniedDueToCompliance', 'ErrorRecoverableItemsAccessDenied'],
  },
  {
    hint:
      'Give the account the role ApplicationImpersonation over this mailbox: New-ManagementRoleAssignment -Role ' +
      'ApplicationImpersonation -User <account> -CustomRecipientWriteScope <scope>.',
    codes: ['ErrorImpersonateUserDenied', 'ErrorImpersonationDenied', 'ErrorImpersonationFailed'],
  },
  {
    hint: 'Name the mailbox to impersonate in exactly one way, and one that the directory knows.',
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
      "The account's password has expired or must be changed: set a new one, and one that doesn't expire for a " +
      'service account.',
    codes: ['ErrorPasswordExpired', 'ErrorPasswordChangeRequired'],
  },
  {
    hint:
      "The account isn't a user that this server's Active Directory can look up; use one of this forest, or one " +
      'that it trusts.',
    codes: [
      'ErrorCallerIsInvalidADAccount',
      'ErrorInvalidClientSecurityContext',
      'ErrorInvalidAuthorizationContext',
      'ErrorMissingExchangePrincipal',
    ],
  },
  {
    hint:
      "The server couldn't open the mailbox for the account: check that the mailbox is enabled, and its " +
      'database mounted.',
    codes: ['ErrorMailboxLogonFailed', 'ErrorMailboxConfiguration', 'ErrorInvalidLogonType'],
  },
  {
    hint:
      'The account may not send in the name of this mailbox: give it the right Send As or Send on Behalf, or ' +
      'send nothing.',
    codes: ['ErrorSendAsDenied'],
  },
  {
    hint: "The role in the header ManagementRole isn't assigned to the account, or doesn't fit the operation.",
    codes: ['ErrorInvalidManagementRoleHeader'],
  },
  {
    hint:
      'Delegates must have a mailbox in the same organization, and be set up as delegate by its owner; ' +
      'impersonation needs neither.',
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
    hint: 'Name the mailbox by its primary SMTP address; this one is an alias.',
    codes: ['ErrorNonPrimarySmtpAddress'],
  },
  { hint: 'The folder id belongs to another mailbox than the address says.', codes: ['ErrorEmailAddressMismatch'] },
  {
    hint: 'Check the attendees: at least one has no valid address, or there is none.',
    codes: ['ErrorInvalidRecipients', 'ErrorMissingRecipients'],
  },
  {
    hint: 'Two objects of Active Directory have the same legacyExchangeDN: remove one.',
    codes: ['ErrorDuplicateLegacyDistinguishedName'],
  },
  { hint: 'The mailbox has no calendar, or none that the server can find.', codes: ['ErrorNoCalendar'] },
  // Ids and versions of items.
  {
    hint: 'The item is gone, was moved, which changes its id, or the account has no right to see it.',
    codes: ['ErrorItemNotFound'],
  },
  {
    hint: 'Hand over the id byte for byte as it came: it is long and case-sensitive.',
    codes: [
      'ErrorInvalidIdMalformed',
      'ErrorInvalidId',
      'ErrorInvalidIdEmpty',
      'ErrorInvalidIdXml',
      'ErrorInvalidIdMonikerTooLong',
      'ErrorInvalidIdStoreObjectIdTooLong',
      'ErrorInvalidFolderId',
    ],
  },
  {
    hint: 'The id is one of Exchange 2007 before Service Pack 1: convert it with ConvertId.',
    codes: ['ErrorInvalidIdMalformedEwsLegacyIdFormat'],
  },
  {
    hint: 'This is the id of a folder where one of an item belongs, or the other way round.',
    codes: ['ErrorCannotUseFolderIdForItemId', 'ErrorCannotUseItemIdForFolderId'],
  },
  {
    hint: "Hand over the change key as it came with the item's id.",
    codes: ['ErrorInvalidChangeKey', 'ErrorChangeKeyRequired', 'ErrorChangeKeyRequiredForWriteOperations'],
  },
  {
    hint: 'Somebody else has changed the item meanwhile; get it again and decide anew.',
    codes: ['ErrorIrresolvableConflict', 'ErrorStaleObject'],
  },
  {
    hint: 'A request with this transaction id was taken before: look for what it made.',
    codes: ['ErrorDuplicateTransactionId'],
  },
  {
    hint: 'The change would turn the item into one of another kind; delete it and create a new one.',
    codes: ['ErrorObjectTypeChanged'],
  },
  // Folders.
  {
    hint: 'The folder is gone, or the account has no right to see it.',
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
    hint: 'The items belong to different mailboxes: make one request a mailbox.',
    codes: ['ErrorCrossMailboxMoveCopy', 'ErrorMultiLegacyMailboxAccess'],
  },
  // The request's form.
  {
    hint: "Set 'version' to one that this server knows, such as Exchange2013_SP1.",
    codes: ['ErrorInvalidServerVersion'],
  },
  { hint: "Set 'version' no higher than the mailbox's server.", codes: ['ErrorInvalidSchemaVersionForMailboxVersion'] },
  { hint: "An element is newer than 'version': set a later one.", codes: ['ErrorIncorrectSchemaVersion'] },
  {
    hint: "The request isn't valid by the server's schema; messageXml.Violation says which rule it breaks.",
    codes: ['ErrorSchemaValidation'],
  },
  {
    hint: 'A header of SOAP came twice: look for what adds it between this library and the server.',
    codes: ['ErrorDuplicateSOAPHeader'],
  },
  {
    hint:
      "The server can't make sense of the request as a whole: compare it with the reference of the operation, " +
      "and 'version' with the server's.",
    codes: ['ErrorInvalidRequest', 'ErrorInvalidOperation', 'ErrorInvalidArgument', 'ErrorMissingArgument'],
  },
  {
    hint: 'The request lacks something that this kind of item needs; messageXml.FieldURI may name it.',
    codes: ['ErrorRequiredPropertyMissing', 'ErrorMissingInformationEmailAddress'],
  },
  {
    hint:
      'Say with sendMeetingInvitations, sendMeetingInvitationsOrCancellations or sendMeetingCancellations what ' +
      'attendees get.',
    codes: [
      'ErrorSendMeetingInvitationsRequired',
      'ErrorSendMeetingInvitationsOrCancellationsRequired',
      'ErrorSendMeetingCancellationsRequired',
    ],
  },
  { hint: 'Say with messageDisposition whether to save or to send.', codes: ['ErrorMessageDispositionRequired'] },
  {
    hint: "Items of this kind can't be made or handled by this operation.",
    codes: [
      'ErrorInvalidItemForOperationCreateItem',
      'ErrorInvalidItemForOperationSendItem',
      'ErrorInvalidItemForOperationRemoveItem',
      'ErrorInvalidItemForOperationArchiveItem',
      'ErrorInvalidItemForOperationExpandDL',
    ],
  },
  {
    hint: "A property has a value that Exchange doesn't accept; messageXml.FieldURI may name it.",
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
    hint: 'Each setItemField must have an item with just the one property that its path names.',
    codes: ['ErrorIncorrectUpdatePropertyCount', 'ErrorUpdatePropertyMismatch'],
  },
  {
    hint:
      'Name the extended property by set and name, or set and id, or tag, and with its type; tags from 0x8000 ' +
      'are not allowed.',
    codes: ['ErrorInvalidExtendedProperty', 'ErrorNoPropertyTagForCustomProperties'],
  },
  {
    hint: "The value of the extended property doesn't fit its propertyType.",
    codes: ['ErrorInvalidExtendedPropertyValue', 'ErrorUnsupportedMapiPropertyType'],
  },
  { hint: "This server doesn't know the culture; give one such as en-US.", codes: ['ErrorUnsupportedCulture'] },
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
    hint: 'Ask for a shorter window, or set maxEntriesReturned; other searches of the account count too.',
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
    hint: "A calendar can't be paged from a condition; ask for a calendarView.",
    codes: ['ErrorCalendarSeekToConditionNotSupported'],
  },
  {
    hint:
      'The restriction or the order is longer or more nested than the server allows: simplify it, and sift the ' +
      'rest yourself.',
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
  { hint: 'Ask for a shorter window: 42 days with default settings.', codes: ['ErrorTimeIntervalTooBig'] },
  { hint: 'The window must end after it starts.', codes: ['ErrorInvalidTimeInterval'] },
  {
    hint: 'Ask for fewer mailboxes or a shorter window: the answer has more entries than the server allows.',
    codes: ['ErrorResultSetTooBig'],
  },
  { hint: 'Ask for at most 100 mailboxes in one request.', codes: ['ErrorMailboxDataArrayTooBig'] },
  { hint: 'Name at least one mailbox.', codes: ['ErrorMailboxDataArrayEmpty'] },
  {
    hint: 'The group has more members than the server looks up: ask for its members, at most 100 at once.',
    codes: ['ErrorFreeBusyDLLimitReached', 'ErrorIndividualMailboxLimitReached'],
  },
  {
    hint: 'Ask for fewer mailboxes: the request is larger than the server reads.',
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
    hint: 'Of this mailbox only merged free/busy is to be had: set requestedView to MergedOnly.',
    codes: ['ErrorLegacyMailboxFreeBusyViewTypeNotMerged'],
  },
  {
    hint: "The free/busy data of this mailbox are in a public folder that the server can't reach.",
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
      'The mailbox is in another forest, and Get-AvailabilityAddressSpace has no entry for its domain: add one ' +
      'there.',
    codes: ['ErrorAddressSpaceNotFound', 'ErrorAvailabilityConfigNotFound'],
  },
  {
    hint:
      'The account with which Exchange asks the other forest is missing or wrong: check ' +
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
      "Exchange can't find the server of this mailbox by Autodiscover: check the Autodiscover records and " +
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
      "The server in front couldn't pass the request to the mailbox's server: test EWS there, its certificate " +
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
    hint: "The server in front may not pass this request on; send it to the URL of the mailbox's own server.",
    codes: [
      'ErrorProxyRequestNotAllowed',
      'ErrorCrossSiteRequest',
      'ErrorWrongServerVersion',
      'ErrorNoDestinationCASDueToVersionMismatch',
    ],
  },
  {
    hint: 'The account is in more groups than Exchange passes on between servers, 3000: take it out of some.',
    codes: ['ErrorProxyGroupSidLimitExceeded'],
  },
  {
    hint:
      "The servers don't accept each other's statement of who calls: check their clocks, and the right to " +
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
  { hint: 'An appointment may last five years at most.', codes: ['ErrorCalendarDurationIsTooLong'] },
  {
    hint:
      "The server doesn't know the time zone: give the id of one that its Windows has, such as W. Europe " +
      'Standard Time.',
    codes: ['ErrorTimeZone', 'ErrorCalendarInvalidTimeZone'],
  },
  {
    hint: "The day on which the time zone changes its offset isn't valid: give one day of the week.",
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
    hint: "The organizer can't answer a meeting of its own; cancel it instead.",
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
    hint: 'A newer invitation to this meeting exists: take that one.',
    codes: ['ErrorCalendarMeetingRequestIsOutOfDate'],
  },
  {
    hint: "The organizer doesn't allow this meeting to be forwarded.",
    codes: ['ErrorCalendarForwardActionNotAllowed'],
  },
  {
    hint: "The invitation is sent already, and can't be changed by itself: change the meeting.",
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
    hint: 'The range of the recurrence has no day on which the pattern falls.',
    codes: ['ErrorRecurrenceHasNoOccurrence'],
  },
  { hint: 'The recurrence must end by 1 September 4500.', codes: ['ErrorRecurrenceEndDateTooBig'] },
  {
    hint: 'An occurrence lasts until after the next one starts: shorten it, or have it recur less often.',
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
    hint: 'The mailbox is full: have items deleted, or raise its quota.',
    codes: ['ErrorQuotaExceeded', 'ErrorMessagePerFolderCountReceiveQuotaExceeded'],
  },
  {
    hint: 'The folder for recoverable items is full, so nothing can be deleted: raise its quota, or have it emptied.',
    codes: ['ErrorQuotaExceededOnDelete'],
  },
  {
    hint: 'The item is larger than the organization allows.',
    codes: ['ErrorMessageSizeExceeded', 'ErrorAttachmentSizeLimitExceeded'],
  },
  {
    hint: 'The account has sent as many messages, or to as many recipients, as it may for now.',
    codes: ['ErrorSubmissionQuotaExceeded', 'ErrorMessageSubmissionBlocked', 'ErrorMessageBlocked'],
  },
  {
    hint: 'The attachment is gone, or the id is not that of an attachment of this kind.',
    codes: [
      'ErrorInvalidAttachmentId',
      'ErrorInvalidIdNotAnItemAttachmentId',
      'ErrorCannotFindFileAttachment',
      'ErrorCannotOpenFileAttachment',
    ],
  },
  {
    hint: 'Items are attached to items more deeply than Exchange allows.',
    codes: ['ErrorAttachmentNestLevelLimitExceeded', 'ErrorInvalidIdTooManyAttachmentLevels'],
  },
  {
    hint: 'An attachment needs an item, and one that can be attached.',
    codes: ['ErrorMissingItemForCreateItemAttachment', 'ErrorInvalidItemForOperationCreateItemAttachment'],
  },
]

/** What the operations of this library have no part in, by the words that its codes are made of. */
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
  ['the resolving of names', /NameResolution|ResolveNames|ADSessionFilter/],
  ['archives, retention and managed folders', /Archiv|Retention|ManagedFolder|MailboxHold|SourceFolder|InputFolder/],
  [
    'contacts, tasks and groups of addresses',
    /Contact|Task|PostItem|DistributionList|ImGroup|ImDistribution|CompleteDate|PercentComplete/,
  ],
  ['unified messaging', /UnifiedMessaging|UMServer|Phone|SIPUri|IPGateway|Speech|Recognizer|Prompt|VoiceMail/],
  ['groups and site mailboxes', /UnifiedGroup|TeamMailbox/],
  ['the sharing of calendars between organizations', /Sharing/],
  [
    'eDiscovery and the full-text search of mail',
    /InstantSearch|ExecuteSearch|DiscoverySearch|SearchQuery|SearchTooMany|Keyword|WithoutQueryString/,
  ],
  ['search folders', /Sub[fF]ilter|SearchFolder/],
  ['add-ins', /Extension|ClientAccessToken|EcpUrl|ClientIntent/],
  ['locations, weather and photos', /LocationService|Weather|Longitude|Latitude|Photo/],
  [
    'the making, changing and deleting of folders',
    /Folder(Save|Propert|Exists|Class|Root)|EmptyFolder|DistinguishedFolder|ParentFolder$|Subfolder|PublicFolder/,
  ],
  [
    'the sorting and tracking of mail',
    /Rule|Conversation|KeepN|BulkAction|ReadReceipt|MessageTracking|MailTips|InternetHeader|ReportMessage|LikeRequest/,
  ],
  ['the limits on sending', /SenderRestrictions|MessageLimit|RecipientLimit|AccountSuspend|SendItem/],
]

const factsByCode: ReadonlyMap<string, ResponseCodeFacts> = new Map(
  responseCodes.flatMap(({ codes, ...facts }) => codes.map((code) => [code, facts])),
)

/** The facts of any code, known or not. */
export function responseCodeFacts(responseCode: string): ResponseCodeFacts {
  return factsByCode.get(responseCode) ?? { hint: hintOfOther(responseCode) }
}

function hintOfOther(responseCode: string): string {
  const subject = otherSubjects.find(([, words]) => words.test(responseCode))?.[0]
  return subject === undefined
    ? `Microsoft's page "ResponseCode" of the EWS reference says what ${responseCode} means.`
    : `The code belongs to ${subject}, which this library's own operations don't touch; messageText says more.`
}
