import { attribute, type ComplexType, enumeration, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { FolderIds } from '../types/folder-id'
import { messages } from '../types/namespaces'

const deleteFolderRequest = {
  /** The kind of deletion. Users find the folder again only after `MoveToDeletedItems`. */
  deleteType: attribute(enumeration('HardDelete', 'SoftDelete', 'MoveToDeletedItems')),
  /** The folders to delete. */
  folderIds: perRequested(FolderIds),
} as const

/** The folders to delete, and the kind of deletion (MS-OXWSFOLD, DeleteFolderType). */
export interface DeleteFolderRequest extends ValueOfParts<[typeof deleteFolderRequest]> {}
const DeleteFolderRequest: ComplexType<DeleteFolderRequest> = messages.complexType(deleteFolderRequest)

const deleteFolderResponse = {
  /** One response message for each folder, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ deleteFolderResponseMessage: ResponseMessage })),
} as const

/** The outcome for each folder (MS-OXWSFOLD, DeleteFolderResponseType). */
export interface DeleteFolderResponse extends ValueOfParts<[typeof deleteFolderResponse]> {}
const DeleteFolderResponse: ComplexType<DeleteFolderResponse> = messages.complexType(deleteFolderResponse)

/** Deletes folders with everything in them, for good or to Deleted Items (MS-OXWSFOLD, DeleteFolder). */
export const DeleteFolder: Operation<DeleteFolderRequest, DeleteFolderResponse> = {
  name: 'DeleteFolder',
  request: messages.element('DeleteFolder', DeleteFolderRequest),
  response: messages.element('DeleteFolderResponse', DeleteFolderResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
