/**
 * What may stay in a recording as it is: values that say something about the server or about time, and nothing about a person. Everything
 * that isn't listed here is masked, so that a property or a server that nobody thought of can't give anything away.
 */

type Form = (value: string) => boolean

const matches =
  (pattern: RegExp): Form =>
  (value) =>
    pattern.test(value)

const number = matches(/^-?\d{1,12}(\.\d{1,9})?$/)
const minutes = matches(/^-?\d{1,4}$/)
const boolean = matches(/^(true|false|[01])$/)
const time = matches(
  /^-?\d{4,5}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?)?(Z|[-+]\d\d:\d\d)?$|^\d\d:\d\d:\d\d(\.\d{1,9})?$|^-?P[\dYMDTHS.]{1,32}$/,
)
const responseCode = matches(/^(\w{1,3}:)?(NoError|Error[A-Z][A-Za-z]{2,60})$/)
const faultCode = matches(/^(\w{1,8}:)?(Client|Server)$/)
const mergedFreeBusy = matches(/^[0-5]*$/)
const culture = matches(/^[a-z]{2}(-[A-Z]{2})?$/)
const windowsZone = matches(/^[A-Z][A-Za-z. ()+-]{2,40} (Standard|Daylight) Time$|^UTC([+-]\d\d)?$/)
const version = matches(/^Exchange20\d\d(_SP\d)?$|^V\d[\w]{0,20}$|^\d{1,5}(\.\d{1,5}){0,3}$/)

/** Words of the schema (types.xsd, messages.xsd), and those of items and folders. */
const WORDS = new Set(
  `Success Warning Error Free Tentative Busy OOF WorkingElsewhere NoData FreeBusy FreeBusyMerged Detailed DetailedMerged MergedOnly None
  Required Optional Resource Organizer Room Single Occurrence Exception RecurringMaster Normal Personal Private Confidential Low High
  Unknown Accept Decline NoResponseReceived Text HTML Best IdOnly Default AllProperties Shallow Deep SoftDeleted Associated
  Mailbox PublicDL PrivateDL Contact PublicFolder OneOff GroupMailbox SMTP EX Beginning End Sunday Monday Tuesday Wednesday Thursday
  Friday Saturday Day Weekday WeekendDay January February March April May June July August September October November December First
  Second Third Fourth Last SendToNone SendOnlyToAll SendToAllAndSaveCopy SendOnlyToChanged SendToChangedAndSaveCopy HardDelete SoftDelete
  MoveToDeletedItems NeverOverwrite AutoResolve AlwaysOverwrite NormalItems NormalAndAssociatedItems Prefixed FullString Substring
  IgnoreCase Exact Loose ActiveDirectory ActiveDirectoryContacts Contacts ContactsActiveDirectory EwsLegacyId EwsId EntryId HexEntryId
  StoreId OwaId calendar msgfolderroot inbox root deleteditems contacts Appointment Meeting PublicStrings Common Address
  CalendarAssistant InternetHeaders UnifiedMessaging Sharing Task String Integer Boolean SystemTime Binary Short Long Double CLSID
  StringArray IPM.Appointment IPM.Note IPM.Schedule.Meeting.Request IPM.Schedule.Meeting.Canceled IPF.Appointment
  IPF.Appointment.Birthday IPF.Note IPF.Contact IPF.Task Standard Daylight Never NotifyAll CopiedEvent CreatedEvent DeletedEvent
  ModifiedEvent MovedEvent NewMailEvent FreeBusyChangedEvent`.split(/\s+/),
)

/** One or several words of the schema, apart by white space. */
const words: Form = (value) => value.split(/\s+/).every((word) => WORDS.has(word))

/** A property by its path: `calendar:Start`. */
const propertyPath = matches(
  /^(item|calendar|folder|message|contacts|meeting|meetingRequest|task|mailbox):[A-Z][A-Za-z]{1,60}$/,
)
const propertyTag = matches(/^(0x[\da-fA-F]{1,8}|\d{1,10})$/)
/** The property sets of MAPI (MS-OXPROPS, 1.3.2), and that of this library's bookings. Others belong to programs. */
const propertySet = matches(/^[\da-f]{8}-0000-0000-c000-000000000046$|^fffab4fa-2560-4a9a-93a0-ed0b9480c57c$/i)

const byNames = (names: string, form: Form): [string, Form][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, form])

/** Elements by their local names, with the form in which their text may stay. */
export const PLAIN_ELEMENTS: ReadonlyMap<string, Form> = new Map([
  ...byNames('ResponseCode faultcode', (value) => responseCode(value) || faultCode(value)),
  ...byNames('ErrorCode', responseCode),
  ...byNames(
    `Start End StartTime EndTime StartDate EndDate DateTimeCreated DateTimeReceived DateTimeSent DateTimeStamp LastModifiedTime
    ReminderDueBy OriginalStart NewStart Duration Offset BaseBias StartWallClock EndWallClock RecurrenceId AppointmentReplyTime
    ReminderNextTime Date DateTime AbsoluteDate MeetingTime SuggestionTime`,
    time,
  ),
  ...byNames('Time Bias', (value) => time(value) || minutes(value)),
  ...byNames(
    `Size TotalCount ChildFolderCount UnreadCount NumberOfOccurrences Interval DayOfMonth DayOrder Year StartTimeInMinutes
    EndTimeInMinutes ReminderMinutesBeforeStart AppointmentSequenceNumber AppointmentState ConferenceType AdjacentMeetingCount
    ConflictingMeetingCount DescriptiveLinkKey MaxChangesReturned MergedFreeBusyIntervalInMinutes BackOffMilliseconds
    MaximumQueryIntervalDays Month`,
    (value) => number(value) || words(value),
  ),
  ...byNames(
    `IsAllDayEvent IsCancelled IsMeeting IsRecurring MeetingRequestWasSent IsResponseRequested HasAttachments IsDraft IsFromMe IsResend
    IsSubmitted IsUnmodified IsAssociated IsOnlineMeeting AllowNewTimeProposal ReminderIsSet IncludesLastItemInRange CreateAssociated
    CreateContents CreateHierarchy Delete Modify Read ViewPrivateItems HasChildren IsHidden IsException IsReminderSet
    IncludesLastFolderInRange IsFolderPermissionsEnabled DoesRecipientHaveMailbox`,
    boolean,
  ),
  ...byNames(
    `BusyType LegacyFreeBusyStatus FreeBusyViewType RequestedView CalendarItemType MyResponseType ResponseType Importance Sensitivity
    ItemClass FolderClass MailboxType RoutingType BaseShape BodyType DayOfWeek DaysOfWeek DayOfWeekIndex FirstDayOfWeek SyncScope
    ConnectionStatus AttendeeType EventType`,
    words,
  ),
  ...byNames('MergedFreeBusy', mergedFreeBusy),
  ...byNames('Culture', culture),
  // Of an extended property: the state of a booking.
  ...byNames('Value', matches(/^(hold|confirmed|void)$/)),
])

/** Attributes by their names without prefix, with the form in which their value may stay. */
export const PLAIN_ATTRIBUTES: ReadonlyMap<string, Form> = new Map([
  ...byNames(
    `ResponseClass Traversal BodyType BasePoint DeleteType SendMeetingInvitations SendMeetingCancellations ConflictResolution
    SendMeetingInvitationsOrCancellations ReturnFullContactData SearchScope ContainmentMode ContainmentComparison PropertyType
    DistinguishedPropertySetId MessageDisposition Format MailboxType`,
    (value) => words(value) || boolean(value),
  ),
  ...byNames(
    `TotalItemsInView NumeratorOffset AbsoluteDenominator IndexedPagingOffset MaxEntriesReturned Offset MajorVersion MinorVersion
    MajorBuildNumber MinorBuildNumber PropertyId IncludesLastItemInRange IsTruncated ReturnFullTimeZoneData mustUnderstand nil`,
    (value) => number(value) || boolean(value),
  ),
  ...byNames('Version', version),
  ...byNames('StartDate EndDate', time),
  ...byNames('FieldURI', propertyPath),
  ...byNames('PropertyTag', propertyTag),
  ...byNames('PropertySetId', propertySet),
  ...byNames('PropertyName', matches(/^Booking(Key|Attempt|State|Fingerprint|Revision)$/)),
  ...byNames(
    'type',
    matches(/^(\w{1,3}:)?(ResponseCodeType|string|InternalServerFaultDetail|AbsoluteDateTransition)$/),
  ),
  ...byNames('version', matches(/^1\.[01]$/)),
  ...byNames('encoding', matches(/^utf-?(8|16)$/i)),
])

/** Elements whose `Id` is a word of the schema or a time zone. */
export const PLAIN_IDS: ReadonlyMap<string, Form> = new Map([
  ...byNames('DistinguishedFolderId', words),
  ...byNames('TimeZoneDefinition StartTimeZone EndTimeZone MeetingTimeZone TimeZoneContext', windowsZone),
])

/** Namespaces of the standards and of Exchange. Any other is masked, because it may name somebody's host. */
export const isPublicNamespace = matches(
  /^http:\/\/schemas\.(microsoft|xmlsoap)\.(com|org)\/[\w/.-]{1,80}$|^http:\/\/www\.w3\.org\/[\w/#.-]{1,60}$/,
)

/** Headers that say something about the server, with the form in which their value may stay. The others are left out. */
export const PLAIN_HEADERS: ReadonlyMap<string, Form> = new Map([
  ['content-type', matches(/^[a-z]+\/[a-z+.-]{1,40}(; ?charset=[\w-]{1,20})?$/i)],
  ['content-encoding', matches(/^(gzip|deflate|br)$/)],
  ['transfer-encoding', matches(/^chunked$/)],
  ['connection', matches(/^(keep-alive|close)$/i)],
  ['persistent-auth', boolean],
  ['retry-after', number],
  ['server', matches(/^(Microsoft-(IIS|HTTPAPI)\/[\d.]+|nginx|Apache)$/)],
  ['x-powered-by', matches(/^ASP\.NET$/)],
  ['x-aspnet-version', version],
  ['x-owa-version', version],
])
