import { attribute, enumeration, guid, type Infer, integer, optional, text } from '../xml'
import { types } from './namespaces'

/** A property of an item or calendar item by its name in EWS (MS-OXWSCDATA, UnindexedFieldURIType). */
export const FieldURI = types.complexType({
  fieldURI: attribute(
    enumeration(
      'item:ItemId',
      'item:ParentFolderId',
      'item:ItemClass',
      'item:Subject',
      'item:Sensitivity',
      'item:Body',
      'item:DateTimeReceived',
      'item:Size',
      'item:Categories',
      'item:Importance',
      'item:IsDraft',
      'item:DateTimeCreated',
      'item:ReminderIsSet',
      'item:ReminderMinutesBeforeStart',
      'item:HasAttachments',
      'item:LastModifiedTime',
      'calendar:UID',
      'calendar:Start',
      'calendar:End',
      'calendar:IsAllDayEvent',
      'calendar:LegacyFreeBusyStatus',
      'calendar:Location',
      'calendar:IsMeeting',
      'calendar:IsCancelled',
      'calendar:IsRecurring',
      'calendar:CalendarItemType',
      'calendar:MyResponseType',
      'calendar:Organizer',
      'calendar:RequiredAttendees',
      'calendar:OptionalAttendees',
      'calendar:Resources',
      'calendar:StartTimeZone',
      'calendar:EndTimeZone',
      'calendar:Recurrence',
      'calendar:ConflictingMeetings',
      'item:TextBody',
      'item:Attachments',
    ),
  ),
})
export type FieldURI = Infer<typeof FieldURI>

/**
 * A MAPI property by its tag, or by its set and its name or id (MS-OXWSXPROP, PathToExtendedFieldType). For properties of
 * your own take a GUID of your own as `propertySetId` and a `propertyName`.
 */
export const ExtendedFieldURI = types.complexType({
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
  propertySetId: optional(attribute(guid)),
  propertyName: optional(attribute(text)),
  propertyId: optional(attribute(integer())),
  propertyType: attribute(
    enumeration('Binary', 'Boolean', 'CLSID', 'Double', 'Integer', 'Long', 'String', 'StringArray', 'SystemTime'),
  ),
})
export type ExtendedFieldURI = Infer<typeof ExtendedFieldURI>

/** Ways to name a property (MS-OXWSCDATA, NonEmptyArrayOfPathsToElementType). */
export const paths = { fieldURI: FieldURI, extendedFieldURI: ExtendedFieldURI } as const
