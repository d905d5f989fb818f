import { type ComplexType, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { TargetFolderId } from '../types/folder-id'
import { messages, types } from '../types/namespaces'
import { folderKinds } from './folder'
import { FolderInfoResponseMessage } from './folder-info-response-message'

const createFolderRequest = {
  /** The folder to create the new ones in. */
  parentFolderId: TargetFolderId,
  /** The folders to create: `[{ calendarFolder: { displayName: 'Room 1' } }]`. The kind implies `folderClass`, except for `folder`. */
  folders: perRequested(types.nonEmptyArrayOfChoice(folderKinds)),
} as const

/** The folders to create, and the folder to create them in (MS-OXWSFOLD, CreateFolderType). */
export interface CreateFolderRequest extends ValueOfParts<[typeof createFolderRequest]> {}
const CreateFolderRequest: ComplexType<CreateFolderRequest> = messages.complexType(createFolderRequest)

const createFolderResponse = {
  /** One response message for each folder, in the order of the request. It has the new `folderId`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ createFolderResponseMessage: FolderInfoResponseMessage })),
} as const

/** The outcome for each folder (MS-OXWSFOLD, CreateFolderResponseType). */
export interface CreateFolderResponse extends ValueOfParts<[typeof createFolderResponse]> {}
const CreateFolderResponse: ComplexType<CreateFolderResponse> = messages.complexType(createFolderResponse)

/** Creates folders. A folder of the same name is refused with ErrorFolderExists (MS-OXWSFOLD, CreateFolder). */
export const CreateFolder: Operation<CreateFolderRequest, CreateFolderResponse> = {
  name: 'CreateFolder',
  request: messages.element('CreateFolder', CreateFolderRequest),
  response: messages.element('CreateFolderResponse', CreateFolderResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
