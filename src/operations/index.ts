export type { Attachments } from './attachment'
export type { Attendee, ResponseType } from './attendee'
export type { Body } from './body'
export type { CalendarItem } from './calendar-item'
export { CreateItem, type CreateItemRequest, type CreateItemResponse } from './create-item'
export { DeleteItem, type DeleteItemRequest, type DeleteItemResponse } from './delete-item'
export type { EmailAddress } from './email-address'
export type { ExtendedProperty } from './extended-property'
export type { ExtendedFieldURI, FieldURI } from './field-uri'
export { FindItem, type FindItemRequest, type FindItemResponse } from './find-item'
export type { FolderIds, TargetFolderId } from './folder-id'
export type { LegacyFreeBusyStatus } from './free-busy-status'
export { GetItem, type GetItemRequest, type GetItemResponse } from './get-item'
export {
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type GetUserAvailabilityResponse,
} from './get-user-availability'
export type { ItemId, ItemIds } from './item-id'
export type { ItemShape } from './item-shape'
export type { Operation } from './operation'
export type { DayOfWeek, OccurrenceInfo, Recurrence, RecurrencePattern, RecurrenceRange } from './recurrence'
export type { ResponseMessage } from './response-message'
export type { CancelCalendarItem, MeetingRegistrationResponse } from './response-object'
export type { TimeZoneDefinition } from './time-zone'
export {
  type DeleteItemField,
  type SetItemField,
  UpdateItem,
  type UpdateItemRequest,
  type UpdateItemResponse,
} from './update-item'
