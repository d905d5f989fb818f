export {
  type Attachment,
  AttachmentId,
  Attachments,
  type FileAttachment,
  type ItemAttachment,
  type ReferenceAttachment,
} from './attachment'
export type { Attendee, ResponseType, SingleRecipient } from './attendee'
export { Body } from './body'
export { CalendarItem, type InboxReminder, type NeighbouringItem, type OnlineMeetingSettings } from './calendar-item'
export { CreateItem, type CreateItemRequest, type CreateItemResponse, type NewItem } from './create-item'
export type { DayOfWeek } from './day-of-week'
export { DeleteItem, type DeleteItemRequest, type DeleteItemResponse } from './delete-item'
export { EmailAddress } from './email-address'
export type { EnhancedLocation, PostalAddress } from './enhanced-location'
export { ExtendedProperty } from './extended-property'
export { ExtendedFieldURI, FieldURI, IndexedFieldURI, type UnindexedFieldURI } from './field-uri'
export {
  FindItem,
  type FindItemRequest,
  type FindItemResponse,
  type FindItemResponseMessage,
  type HighlightTerm,
  type QueryString,
  type RootFolder,
} from './find-item'
export {
  DistinguishedFolderId,
  type DistinguishedFolderIdName,
  FolderId,
  FolderIds,
  TargetFolderId,
} from './folder-id'
export { LegacyFreeBusyStatus } from './free-busy-status'
export type {
  CalendarEvent,
  CalendarEventDetails,
  FreeBusyView,
  FreeBusyViewOptions,
  FreeBusyViewType,
  TimeWindow,
  WorkingHours,
  WorkingPeriod,
} from './free-busy-view'
export { GetItem, type GetItemRequest, type GetItemResponse } from './get-item'
export {
  type AvailabilityAddress,
  type FreeBusyResponse,
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type GetUserAvailabilityResponse,
  type MailboxData,
} from './get-user-availability'
export type { EffectiveRights, Flag, MimeContent, RetentionTag } from './item'
export {
  type BaseItemId,
  ItemId,
  ItemIds,
  type OccurrenceItemId,
  type RecurringMasterItemId,
} from './item-id'
export type { ItemInfoResponseMessage } from './item-info-response-message'
export { type BodyTypeResponse, ItemShape } from './item-shape'
export type { MessageXml } from './message-xml'
export { messages, types } from './namespaces'
export type { Operation } from './operation'
export type { CalendarView, FractionalPageView, IndexedPageView, SeekToConditionPageView } from './paging'
export {
  type OccurrenceInfo,
  Recurrence,
  type RecurrencePattern,
  type RecurrenceRange,
  type RelativeYearlyRecurrence,
} from './recurrence'
export { ResponseMessage, responseMessage } from './response-message'
export type {
  CancelCalendarItem,
  MeetingRegistrationResponse,
  ReferenceItemResponse,
  ResponseObject,
} from './response-object'
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
} from './restriction'
export { SerializableTimeZone, type SerializableTimeZoneTime } from './serializable-time-zone'
export { type FieldOrder, SortOrder } from './sort-order'
export type {
  AttendeeConflictData,
  GroupAttendeeConflictData,
  IndividualAttendeeConflictData,
  Suggestion,
  SuggestionDayResult,
  SuggestionQuality,
  SuggestionsResponse,
  SuggestionsViewOptions,
} from './suggestions'
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
} from './time-zone'
export {
  type DeleteItemField,
  type ItemChange,
  type SetItemField,
  UpdateItem,
  type UpdateItemRequest,
  type UpdateItemResponse,
  type UpdateItemResponseMessage,
} from './update-item'
