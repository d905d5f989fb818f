import { attribute, type ComplexType, text, type ValueOfParts } from '../../xml'
import { types } from '../types/namespaces'

const requestedAttachmentId = {
  /** The opaque, case-sensitive id. */
  id: attribute(text),
} as const

/** The id of an attachment in a request (MS-OXWSATT, RequestAttachmentIdType). */
export interface RequestedAttachmentId extends ValueOfParts<[typeof requestedAttachmentId]> {}
export const RequestedAttachmentId: ComplexType<RequestedAttachmentId> = types.complexType(requestedAttachmentId)

/** One or more attachments by their ids (MS-OXWSATT, NonEmptyArrayOfRequestAttachmentIdsType). */
export const RequestedAttachmentIds = types.nonEmptyArrayOf({ attachmentId: RequestedAttachmentId })
