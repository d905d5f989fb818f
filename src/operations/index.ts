export type { Body, CalendarItem, ExtendedProperty, LegacyFreeBusyStatus } from './calendar-item'
export { CreateItem, type CreateItemRequest, type CreateItemResponse } from './create-item'
export { DeleteItem, type DeleteItemRequest, type DeleteItemResponse } from './delete-item'
export type { EmailAddress } from './email-address'
export type { ExtendedFieldURI, FieldURI } from './field-uri'
export { FindItem, type FindItemRequest, type FindItemResponse } from './find-item'
export type { FolderIds, TargetFolderId } from './folder-id'
export { GetItem, type GetItemRequest, type GetItemResponse } from './get-item'
export {
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type GetUserAvailabilityResponse,
} from './get-user-availability'
export type { ItemId, ItemIds } from './item-id'
export type { ItemShape } from './item-shape'
export type { Operation } from './operation'
export type { ResponseMessage } from './response-message'
export { UpdateItem, type UpdateItemRequest, type UpdateItemResponse } from './update-item'
