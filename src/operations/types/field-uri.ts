import {
  alsoReading,
  attribute,
  type ComplexType,
  enumeration,
  guid,
  type Infer,
  integer,
  optional,
  propertyTag,
  text,
  type ValueOfParts,
} from '../../xml'
import { types } from './namespaces'

/** Returns the EWS names of a noun's properties: `calendar:Start`. */
const fieldURIs = <const Noun extends string, const Property extends string>(
  noun: Noun,
  properties: readonly Property[],
) => properties.map((property) => `${noun}:${property}` as const)

const folder = fieldURIs('folder', [
  'FolderId',
  'ParentFolderId',
  'DisplayName',
  'UnreadCount',
  'TotalCount',
  'ChildFolderCount',
  'FolderClass',
  'SearchParameters',
  'ManagedFolderInformation',
  'PermissionSet',
  'EffectiveRights',
  'SharingEffectiveRights',
  'DistinguishedFolderId',
  'PolicyTag',
  'ArchiveTag',
  'ReplicaList',
])

const item = fieldURIs('item', [
  'ItemId',
  'ParentFolderId',
  'ItemClass',
  'MimeContent',
  'Attachments',
  'Subject',
  'DateTimeReceived',
  'Size',
  'Categories',
  'HasAttachments',
  'Importance',
  'InReplyTo',
  'InternetMessageHeaders',
  'IsAssociated',
  'IsDraft',
  'IsFromMe',
  'IsResend',
  'IsSubmitted',
  'IsUnmodified',
  'DateTimeSent',
  'DateTimeCreated',
  'Body',
  'ResponseObjects',
  'Sensitivity',
  'ReminderDueBy',
  'ReminderIsSet',
  'ReminderNextTime',
  'ReminderMinutesBeforeStart',
  'DisplayTo',
  'DisplayCc',
  'DisplayBcc',
  'Culture',
  'EffectiveRights',
  'LastModifiedName',
  'LastModifiedTime',
  'ConversationId',
  'UniqueBody',
  'Flag',
  'StoreEntryId',
  'InstanceKey',
  'NormalizedBody',
  'EntityExtractionResult',
  'PolicyTag',
  'ArchiveTag',
  'RetentionDate',
  'Preview',
  'PredictedActionReasons',
  'IsClutter',
  'RightsManagementLicenseData',
  'BlockStatus',
  'HasBlockedImages',
  'WebClientReadFormQueryString',
  'WebClientEditFormQueryString',
  'TextBody',
  'IconIndex',
  'MimeContentUTF8',
  'Mentions',
  'MentionedMe',
  'MentionsPreview',
  'MentionsEx',
  'Hashtags',
  'AppliedHashtags',
  'AppliedHashtagsPreview',
  'Likes',
  'LikesPreview',
  'PendingSocialActivityTagIds',
  'AtAllMention',
  'CanDelete',
  'InferenceClassification',
  'FirstBody',
])

const message = fieldURIs('message', [
  'ConversationIndex',
  'ConversationTopic',
  'InternetMessageId',
  'IsRead',
  'IsResponseRequested',
  'IsReadReceiptRequested',
  'IsDeliveryReceiptRequested',
  'ReceivedBy',
  'ReceivedRepresenting',
  'References',
  'ReplyTo',
  'From',
  'Sender',
  'ToRecipients',
  'CcRecipients',
  'BccRecipients',
  'ApprovalRequestData',
  'VotingInformation',
  'ReminderMessageData',
  'PublishedCalendarItemIcs',
  'PublishedCalendarItemName',
  'MessageSafety',
])

const sharingMessage = fieldURIs('sharingMessage', ['SharingMessageAction'])

const meeting = fieldURIs('meeting', [
  'AssociatedCalendarItemId',
  'IsDelegated',
  'IsOutOfDate',
  'HasBeenProcessed',
  'ResponseType',
  'ProposedStart',
  'ProposedEnd',
  'DoNotForwardMeeting',
])

const meetingRequest = fieldURIs('meetingRequest', ['MeetingRequestType', 'IntendedFreeBusyStatus', 'ChangeHighlights'])

const calendar = fieldURIs('calendar', [
  'Start',
  'End',
  'OriginalStart',
  'StartWallClock',
  'EndWallClock',
  'StartTimeZoneId',
  'EndTimeZoneId',
  'IsAllDayEvent',
  'LegacyFreeBusyStatus',
  'Location',
  'EnhancedLocation',
  'When',
  'IsMeeting',
  'IsCancelled',
  'IsRecurring',
  'MeetingRequestWasSent',
  'IsResponseRequested',
  'CalendarItemType',
  'MyResponseType',
  'Organizer',
  'RequiredAttendees',
  'OptionalAttendees',
  'Resources',
  'ConflictingMeetingCount',
  'AdjacentMeetingCount',
  'ConflictingMeetings',
  'AdjacentMeetings',
  'InboxReminders',
  'Duration',
  'TimeZone',
  'AppointmentReplyTime',
  'AppointmentSequenceNumber',
  'AppointmentState',
  'Recurrence',
  'FirstOccurrence',
  'LastOccurrence',
  'ModifiedOccurrences',
  'DeletedOccurrences',
  'MeetingTimeZone',
  'ConferenceType',
  'AllowNewTimeProposal',
  'IsOnlineMeeting',
  'MeetingWorkspaceUrl',
  'NetShowUrl',
  'UID',
  'RecurrenceId',
  'DateTimeStamp',
  'StartTimeZone',
  'EndTimeZone',
  'JoinOnlineMeetingUrl',
  'OnlineMeetingSettings',
  'IsOrganizer',
  'CalendarActivityData',
  'DoNotForwardMeeting',
])

const task = fieldURIs('task', [
  'ActualWork',
  'AssignedTime',
  'BillingInformation',
  'ChangeCount',
  'Companies',
  'CompleteDate',
  'Contacts',
  'DelegationState',
  'Delegator',
  'DueDate',
  'IsAssignmentEditable',
  'IsComplete',
  'IsRecurring',
  'IsTeamTask',
  'Mileage',
  'Owner',
  'PercentComplete',
  'Recurrence',
  'StartDate',
  'Status',
  'StatusDescription',
  'TotalWork',
])

const contacts = fieldURIs('contacts', [
  'Alias',
  'AssistantName',
  'Birthday',
  'BusinessHomePage',
  'Children',
  'Companies',
  'CompanyName',
  'CompleteName',
  'ContactSource',
  'Culture',
  'Department',
  'DisplayName',
  'DirectoryId',
  'DirectReports',
  'EmailAddresses',
  'AbchEmailAddresses',
  'FileAs',
  'FileAsMapping',
  'Generation',
  'GivenName',
  'ImAddresses',
  'Initials',
  'JobTitle',
  'Manager',
  'ManagerMailbox',
  'MiddleName',
  'Mileage',
  'MSExchangeCertificate',
  'Nickname',
  'Notes',
  'OfficeLocation',
  'PhoneNumbers',
  'PhoneticFullName',
  'PhoneticFirstName',
  'PhoneticLastName',
  'Photo',
  'PhysicalAddresses',
  'PostalAddressIndex',
  'Profession',
  'SpouseName',
  'Surname',
  'WeddingAnniversary',
  'UserSMIMECertificate',
  'HasPicture',
  'AccountName',
  'IsAutoUpdateDisabled',
  'IsMessengerEnabled',
  'Comment',
  'ContactShortId',
  'ContactType',
  'CreatedBy',
  'Gender',
  'IsHidden',
  'ObjectId',
  'PassportId',
  'IsPrivate',
  'SourceId',
  'TrustLevel',
  'Urls',
  'Cid',
  'SkypeAuthCertificate',
  'SkypeContext',
  'SkypeId',
  'XboxLiveTag',
  'SkypeRelationship',
  'YomiNickname',
  'InviteFree',
  'HidePresenceAndProfile',
  'IsPendingOutbound',
  'SupportGroupFeeds',
  'UserTileHash',
  'UnifiedInbox',
  'Mris',
  'Wlid',
  'AbchContactId',
  'NotInBirthdayCalendar',
  'ShellContactType',
  'ImMri',
  'PresenceTrustLevel',
  'OtherMri',
  'ProfileLastChanged',
  'MobileIMEnabled',
  'PartnerNetworkProfilePhotoUrl',
  'PartnerNetworkThumbnailPhotoUrl',
  'PersonId',
  'ConversationGuid',
])

const distributionList = fieldURIs('distributionlist', ['Members'])

const postItem = fieldURIs('postitem', ['PostedTime'])

const person = fieldURIs('person', [
  'FullName',
  'GivenName',
  'Surname',
  'PhoneNumber',
  'SMSNumber',
  'EmailAddress',
  'Alias',
  'Department',
  'LinkedInProfileLink',
  'Skills',
  'ProfessionalBiography',
  'ManagementChain',
  'DirectReports',
  'Peers',
  'TeamSize',
  'CurrentJob',
  'Birthday',
  'Hometown',
  'CurrentLocation',
  'CompanyProfile',
  'Office',
  'Headline',
  'MutualConnections',
  'Title',
  'MutualManager',
  'Insights',
  'UserProfilePicture',
])

const roleMember = fieldURIs('rolemember', ['MemberType', 'MemberId', 'DisplayName'])

const network = fieldURIs('network', [
  'TokenRefreshLastCompleted',
  'TokenRefreshLastAttempted',
  'SyncEnabled',
  'RejectedOffers',
  'SessionHandle',
  'RefreshTokenExpiry2',
  'RefreshToken2',
  'PsaLastChanged',
  'Offers',
  'LastWelcomeContact',
  'LastVersionSaved',
  'DomainTag',
  'FirstAuthErrorDates',
  'ErrorOffers',
  'ContactSyncSuccess',
  'ContactSyncError',
  'ClientToken2',
  'ClientToken',
  'ClientPublishSecret',
  'UserEmail',
  'AutoLinkSuccess',
  'AutoLinkError',
  'IsDefault',
  'Settings',
  'ProfileUrl',
  'UserTileUrl',
  'DomainId',
  'DisplayName',
  'AccountName',
  'SourceEntryID',
])

const addressBookPerson = fieldURIs('abchperson', [
  'FavoriteOrder',
  'PersonId',
  'ExchangePersonIdGuid',
  'AntiLinkInfo',
  'RelevanceOrder1',
  'RelevanceOrder2',
  'ContactHandles',
  'Categories',
])

const booking = fieldURIs('booking', [
  'ServiceIds',
  'StaffIds',
  'StaffInitials',
  'CustomerName',
  'CustomerEmail',
  'CustomerPhone',
  'CustomerId',
])

const insight = fieldURIs('insight', [
  'InsightId',
  'Type',
  'StartTimeUtc',
  'EndTimeUtc',
  'Status',
  'Version',
  'ApplicationsIds',
  'Text',
  'SuggestedActions',
  'AppContexts',
])

const FolderFieldURI = enumeration(...folder)
/** A property of a folder by its EWS name, such as `folder:DisplayName` (MS-OXWSCDATA, UnindexedFieldURIType). */
export type FolderFieldURI = Infer<typeof FolderFieldURI>

const ItemFieldURI = enumeration(
  ...item,
  ...message,
  ...sharingMessage,
  ...meeting,
  ...meetingRequest,
  ...calendar,
  ...task,
  ...contacts,
  ...distributionList,
  ...postItem,
  ...person,
  ...roleMember,
  ...network,
  ...addressBookPerson,
  ...booking,
  ...insight,
)
/** A property of an item of any kind by its EWS name, such as `calendar:Start` (MS-OXWSCDATA, UnindexedFieldURIType). */
export type ItemFieldURI = Infer<typeof ItemFieldURI>

/** A property of an item or a folder by its EWS name (MS-OXWSCDATA, UnindexedFieldURIType). */
export type UnindexedFieldURI = ItemFieldURI | FolderFieldURI

const fieldURI = {
  /** The name of the property, such as `calendar:Start`. */
  fieldURI: attribute(alsoReading(ItemFieldURI, folder)),
} as const

/** A property of an item by its name (MS-OXWSCDATA, PathToUnindexedFieldType). */
export interface FieldURI extends ValueOfParts<[typeof fieldURI]> {}
export const FieldURI: ComplexType<FieldURI> = types.complexType(fieldURI)

const folderFieldURI = {
  /** The name of the property, such as `folder:DisplayName`. */
  fieldURI: attribute(alsoReading(FolderFieldURI, ItemFieldURI.facets.enumeration ?? [])),
} as const

/** A property of a folder by its name (MS-OXWSCDATA, PathToUnindexedFieldType). */
export interface FieldURIOfFolder extends ValueOfParts<[typeof folderFieldURI]> {}
export const FieldURIOfFolder: ComplexType<FieldURIOfFolder> = types.complexType(folderFieldURI)

const indexedFieldURI = {
  /** The name of the dictionary. */
  fieldURI: attribute(
    enumeration(
      'item:InternetMessageHeader',
      'contacts:ImAddress',
      'contacts:PhysicalAddress:Street',
      'contacts:PhysicalAddress:City',
      'contacts:PhysicalAddress:State',
      'contacts:PhysicalAddress:CountryOrRegion',
      'contacts:PhysicalAddress:PostalCode',
      'contacts:PhoneNumber',
      'contacts:EmailAddress',
      'distributionlist:Members:Member',
    ),
  ),
  /** The key of the entry: the name of a header, such as `X-Mailer`, or of a kind of address, such as `Business`. */
  fieldIndex: attribute(text),
} as const

/** One entry of a property that is a dictionary (MS-OXWSCDATA, PathToIndexedFieldType). Calendar items have few such properties. */
export interface IndexedFieldURI extends ValueOfParts<[typeof indexedFieldURI]> {}
export const IndexedFieldURI: ComplexType<IndexedFieldURI> = types.complexType(indexedFieldURI)

const extendedFieldURI = {
  /** A well-known set of properties, instead of `propertySetId`. */
  distinguishedPropertySetId: optional(
    attribute(
      enumeration(
        'Meeting',
        'Appointment',
        'Common',
        'PublicStrings',
        'Address',
        'InternetHeaders',
        'CalendarAssistant',
        'UnifiedMessaging',
        'Task',
        'Sharing',
      ),
    ),
  ),
  /** The GUID of a set of properties. Take a GUID of your own for properties of your own. */
  propertySetId: optional(attribute(guid)),
  /**
   * The tag without the type, `0x3fa4` in hexadecimal or in decimal, but not from 0x8000 to 0xFFFE (Microsoft,
   * "ExtendedFieldURI").
   */
  propertyTag: optional(attribute(propertyTag)),
  /** The name of the property within its set. */
  propertyName: optional(attribute(text)),
  /** The number of the property within its set. */
  propertyId: optional(attribute(integer())),
  /** The MAPI type of the value. */
  propertyType: attribute(
    enumeration(
      'ApplicationTime',
      'ApplicationTimeArray',
      'Binary',
      'BinaryArray',
      'Boolean',
      'CLSID',
      'CLSIDArray',
      'Currency',
      'CurrencyArray',
      'Double',
      'DoubleArray',
      'Error',
      'Float',
      'FloatArray',
      'Integer',
      'IntegerArray',
      'Long',
      'LongArray',
      'Null',
      'Object',
      'ObjectArray',
      'Short',
      'ShortArray',
      'SystemTime',
      'SystemTimeArray',
      'String',
      'StringArray',
    ),
  ),
} as const

/**
 * A MAPI property: by its tag alone, or by one of the two set ids with a name or a number. For a property of your own, give
 * a GUID of your own as `propertySetId`, and a `propertyName` (MS-OXWSXPROP, PathToExtendedFieldType).
 */
export interface ExtendedFieldURI extends ValueOfParts<[typeof extendedFieldURI]> {}
export const ExtendedFieldURI: ComplexType<ExtendedFieldURI> = types.complexType(extendedFieldURI)

/** The elements that name a property of an item (MS-OXWSCDATA, BasePathToElementType). */
export const itemPaths = {
  /** A property by its EWS name. */
  fieldURI: FieldURI,
  /** One entry of a property that is a dictionary. */
  indexedFieldURI: IndexedFieldURI,
  /** A MAPI property. */
  extendedFieldURI: ExtendedFieldURI,
} as const

/** The elements that name a property of a folder (MS-OXWSCDATA, BasePathToElementType). */
export const folderPaths = {
  /** A property by its EWS name. */
  fieldURI: FieldURIOfFolder,
  /** A MAPI property. */
  extendedFieldURI: ExtendedFieldURI,
} as const
