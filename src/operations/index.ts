export { Body, CalendarItem, ExtendedProperty, LegacyFreeBusyStatus } from './calendar-item'
export { CreateItem, type CreateItemRequest, type CreateItemResponse } from './create-item'
export { DeleteItem, type DeleteItemRequest, type DeleteItemResponse } from './delete-item'
export { EmailAddress } from './email-address'
export { ExtendedFieldURI, FieldURI } from './field-uri'
export { FindItem, type FindItemRequest, type FindItemResponse } from './find-item'
export { FolderIds, TargetFolderId } from './folder-id'
export { GetItem, type GetItemRequest, type GetItemResponse } from './get-item'
export {
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type GetUserAvailabilityResponse,
} from './get-user-availability'
export { ItemId, ItemIds } from './item-id'
export { ItemShape } from './item-shape'
export { messages, types } from './namespaces'
export type { Operation } from './operation'
export { ResponseMessage, responseMessage } from './response-message'
export { UpdateItem, type UpdateItemRequest, type UpdateItemResponse } from './update-item'
