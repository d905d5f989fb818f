import { type ComplexType, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { FolderIds } from '../types/folder-id'
import { messages } from '../types/namespaces'
import { FolderInfoResponseMessage } from './folder-info-response-message'
import { FolderShape } from './folder-shape'

const getFolderRequest = {
  /** The properties to return. */
  folderShape: FolderShape,
  /** The folders to return. */
  folderIds: perRequested(FolderIds),
} as const

/** The folders to return, and which of their properties (MS-OXWSFOLD, GetFolderType). */
export interface GetFolderRequest extends ValueOfParts<[typeof getFolderRequest]> {}
const GetFolderRequest: ComplexType<GetFolderRequest> = messages.complexType(getFolderRequest)

const getFolderResponse = {
  /** One response message for each id, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ getFolderResponseMessage: FolderInfoResponseMessage })),
} as const

/** The outcome for each id: the folder, or the error (MS-OXWSFOLD, GetFolderResponseType). */
export interface GetFolderResponse extends ValueOfParts<[typeof getFolderResponse]> {}
const GetFolderResponse: ComplexType<GetFolderResponse> = messages.complexType(getFolderResponse)

/**
 * Returns folders by their ids or well-known names. A folder that the caller may not see is reported as
 * ErrorFolderNotFound (MS-OXWSFOLD, GetFolder).
 */
export const GetFolder: Operation<GetFolderRequest, GetFolderResponse> = {
  name: 'GetFolder',
  request: messages.element('GetFolder', GetFolderRequest),
  response: messages.element('GetFolderResponse', GetFolderResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
