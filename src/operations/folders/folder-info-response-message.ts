import { type ComplexType, optional, type ValueOfParts } from '../../xml'
import { responseMessage } from '../soap/response-message'
import { messages } from '../types/namespaces'
import { Folders } from './folder'

const folderInfoResponseMessage = {
  ...responseMessage,
  /** The folder, as a list of one. Empty or absent if the operation failed for it. */
  folders: optional(Folders),
} as const

/** The outcome for one folder (MS-OXWSFOLD, FolderInfoResponseMessageType). */
export interface FolderInfoResponseMessage extends ValueOfParts<[typeof folderInfoResponseMessage]> {}
export const FolderInfoResponseMessage: ComplexType<FolderInfoResponseMessage> =
  messages.complexType(folderInfoResponseMessage)
