export type { AttachedItem, WholeAttachment } from './attachments/attached-item'
export type { RequestedAttachmentId } from './attachments/requested-attachment-ids'
export type {
  CalendarEvent,
  CalendarEventDetails,
  FreeBusyView,
  FreeBusyViewOptions,
  FreeBusyViewType,
  TimeWindow,
  WorkingHours,
  WorkingPeriod,
} from './availability/free-busy-view'
export { SerializableTimeZone, type SerializableTimeZoneTime } from './availability/serializable-time-zone'
export type {
  AttendeeConflictData,
  GroupAttendeeConflictData,
  IndividualAttendeeConflictData,
  Suggestion,
  SuggestionDayResult,
  SuggestionQuality,
  SuggestionsResponse,
  SuggestionsViewOptions,
} from './availability/suggestions'
export { Contact } from './directory/contact'
export { type AnyFolder, CalendarFolder, ContactsFolder, Folder, Folders } from './folders/folder'
export type { FolderInfoResponseMessage } from './folders/folder-info-response-message'
export { FolderRestriction, type FolderSearchExpression } from './folders/folder-restriction'
export { FolderShape } from './folders/folder-shape'
export type { ItemInfoResponseMessage } from './items/item-info-response-message'
export { type OofDuration, OofSettings, type ReplyBody } from './out-of-office/oof-settings'
export * from './registry'
export type { MessageXml } from './soap/message-xml'
export type { Operation, StreamedOperation } from './soap/operation'
export { ResponseMessage, responseMessage } from './soap/response-message'
export {
  type ModifiedEvent,
  type MovedCopiedEvent,
  Notification,
  type ObjectChangedEvent,
  type StatusEvent,
} from './subscriptions/notification'
export {
  type Attachment,
  AttachmentId,
  Attachments,
  type FileAttachment,
  type ItemAttachment,
  type ReferenceAttachment,
} from './types/attachment'
export type { Attendee, ResponseType, SingleRecipient } from './types/attendee'
export { AvailabilityAddress } from './types/availability-address'
export { Body } from './types/body'
export {
  CalendarItem,
  type InboxReminder,
  type NeighbouringItem,
  type OnlineMeetingSettings,
} from './types/calendar-item'
export type { DayOfWeek } from './types/day-of-week'
export type { EffectiveRights } from './types/effective-rights'
export { EmailAddress } from './types/email-address'
export type { EnhancedLocation, PostalAddress } from './types/enhanced-location'
export { ExtendedProperty } from './types/extended-property'
export {
  ExtendedFieldURI,
  FieldURI,
  FieldURIOfFolder,
  type FolderFieldURI,
  IndexedFieldURI,
  type ItemFieldURI,
  type UnindexedFieldURI,
} from './types/field-uri'
export {
  DistinguishedFolderId,
  type DistinguishedFolderIdName,
  FolderId,
  FolderIds,
  TargetFolderId,
} from './types/folder-id'
export { LegacyFreeBusyStatus } from './types/free-busy-status'
export type { Flag, MimeContent } from './types/item'
export {
  type BaseItemId,
  ItemId,
  ItemIds,
  type OccurrenceItemId,
  type RecurringMasterItemId,
} from './types/item-id'
export { type BodyTypeResponse, ItemShape } from './types/item-shape'
export { messages, types } from './types/namespaces'
export type { CalendarView, FractionalPageView, IndexedPageView, SeekToConditionPageView } from './types/paging'
export {
  type OccurrenceInfo,
  Recurrence,
  type RecurrencePattern,
  type RecurrenceRange,
  type RelativeYearlyRecurrence,
} from './types/recurrence'
export type {
  CancelCalendarItem,
  MeetingRegistrationResponse,
  ReferenceItemResponse,
  ResponseObject,
} from './types/response-object'
export {
  type Comparison,
  type Constant,
  type ContainmentComparison,
  type ContainmentMode,
  type Contains,
  type Excludes,
  type Exists,
  type FieldURIOrConstant,
  Restriction,
  type SearchExpression,
} from './types/restriction'
export type { RetentionTag } from './types/retention-tag'
export { type FieldOrder, SortOrder } from './types/sort-order'
export {
  type AbsoluteDateTransition,
  type MeetingTimeZone,
  type Period,
  type RecurringDateTransition,
  type RecurringDayTransition,
  type TimeChange,
  TimeZoneDefinition,
  type Transition,
  type Transitions,
  type TransitionsGroup,
  type TransitionTarget,
} from './types/time-zone'
