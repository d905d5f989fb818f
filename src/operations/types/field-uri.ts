import {
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

/** The properties of items and calendar items by their EWS names (MS-OXWSCDATA, UnindexedFieldURIType). */
const UnindexedFieldURI = enumeration(
  'item:ItemId',
  'item:ParentFolderId',
  'item:ItemClass',
  'item:MimeContent',
  'item:Attachments',
  'item:Subject',
  'item:DateTimeReceived',
  'item:Size',
  'item:Categories',
  'item:HasAttachments',
  'item:Importance',
  'item:InReplyTo',
  'item:InternetMessageHeaders',
  'item:IsAssociated',
  'item:IsDraft',
  'item:IsFromMe',
  'item:IsResend',
  'item:IsSubmitted',
  'item:IsUnmodified',
  'item:DateTimeSent',
  'item:DateTimeCreated',
  'item:Body',
  'item:ResponseObjects',
  'item:Sensitivity',
  'item:ReminderDueBy',
  'item:ReminderIsSet',
  'item:ReminderNextTime',
  'item:ReminderMinutesBeforeStart',
  'item:DisplayTo',
  'item:DisplayCc',
  'item:DisplayBcc',
  'item:Culture',
  'item:EffectiveRights',
  'item:LastModifiedName',
  'item:LastModifiedTime',
  'item:ConversationId',
  'item:UniqueBody',
  'item:Flag',
  'item:StoreEntryId',
  'item:InstanceKey',
  'item:NormalizedBody',
  'item:EntityExtractionResult',
  'item:PolicyTag',
  'item:ArchiveTag',
  'item:RetentionDate',
  'item:Preview',
  'item:PredictedActionReasons',
  'item:IsClutter',
  'item:RightsManagementLicenseData',
  'item:BlockStatus',
  'item:HasBlockedImages',
  'item:WebClientReadFormQueryString',
  'item:WebClientEditFormQueryString',
  'item:TextBody',
  'item:IconIndex',
  'item:MimeContentUTF8',
  'item:Mentions',
  'item:MentionedMe',
  'item:MentionsPreview',
  'item:MentionsEx',
  'item:Hashtags',
  'item:AppliedHashtags',
  'item:AppliedHashtagsPreview',
  'item:Likes',
  'item:LikesPreview',
  'item:PendingSocialActivityTagIds',
  'item:AtAllMention',
  'item:CanDelete',
  'item:InferenceClassification',
  'item:FirstBody',
  'calendar:Start',
  'calendar:End',
  'calendar:OriginalStart',
  'calendar:StartWallClock',
  'calendar:EndWallClock',
  'calendar:StartTimeZoneId',
  'calendar:EndTimeZoneId',
  'calendar:IsAllDayEvent',
  'calendar:LegacyFreeBusyStatus',
  'calendar:Location',
  'calendar:EnhancedLocation',
  'calendar:When',
  'calendar:IsMeeting',
  'calendar:IsCancelled',
  'calendar:IsRecurring',
  'calendar:MeetingRequestWasSent',
  'calendar:IsResponseRequested',
  'calendar:CalendarItemType',
  'calendar:MyResponseType',
  'calendar:Organizer',
  'calendar:RequiredAttendees',
  'calendar:OptionalAttendees',
  'calendar:Resources',
  'calendar:ConflictingMeetingCount',
  'calendar:AdjacentMeetingCount',
  'calendar:ConflictingMeetings',
  'calendar:AdjacentMeetings',
  'calendar:InboxReminders',
  'calendar:Duration',
  'calendar:TimeZone',
  'calendar:AppointmentReplyTime',
  'calendar:AppointmentSequenceNumber',
  'calendar:AppointmentState',
  'calendar:Recurrence',
  'calendar:FirstOccurrence',
  'calendar:LastOccurrence',
  'calendar:ModifiedOccurrences',
  'calendar:DeletedOccurrences',
  'calendar:MeetingTimeZone',
  'calendar:ConferenceType',
  'calendar:AllowNewTimeProposal',
  'calendar:IsOnlineMeeting',
  'calendar:MeetingWorkspaceUrl',
  'calendar:NetShowUrl',
  'calendar:UID',
  'calendar:RecurrenceId',
  'calendar:DateTimeStamp',
  'calendar:StartTimeZone',
  'calendar:EndTimeZone',
  'calendar:JoinOnlineMeetingUrl',
  'calendar:OnlineMeetingSettings',
  'calendar:IsOrganizer',
  'calendar:CalendarActivityData',
  'calendar:DoNotForwardMeeting',
)
/** A property of an item or calendar item by its EWS name, such as `calendar:Start` (MS-OXWSCDATA, UnindexedFieldURIType). */
export type UnindexedFieldURI = Infer<typeof UnindexedFieldURI>

const fieldURI = {
  /** The name of the property, such as `calendar:Start`. */
  fieldURI: attribute(UnindexedFieldURI),
} as const

/** A property of an item or calendar item by its name (MS-OXWSCDATA, PathToUnindexedFieldType). */
export interface FieldURI extends ValueOfParts<[typeof fieldURI]> {}
export const FieldURI: ComplexType<FieldURI> = types.complexType(fieldURI)

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
export const paths = {
  /** A property by its EWS name. */
  fieldURI: FieldURI,
  /** One entry of a property that is a dictionary. */
  indexedFieldURI: IndexedFieldURI,
  /** A MAPI property. */
  extendedFieldURI: ExtendedFieldURI,
} as const
