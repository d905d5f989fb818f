import {
  attribute,
  type ComplexType,
  enumeration,
  lenient,
  optional,
  optionalChoice,
  perRequested,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { FolderIds } from '../types/folder-id'
import { messages, types } from '../types/namespaces'
import { FractionalPageView, IndexedPageView, page } from '../types/paging'
import { Folders } from './folder'
import { FolderRestriction } from './folder-restriction'
import { FolderShape } from './folder-shape'

const folderQuery = {
  /**
   * The folders to search: `Shallow` for the direct children, `Deep` for all below, including those in Deleted Items,
   * `SoftDeleted` for those in the dumpster.
   */
  traversal: attribute(enumeration('Shallow', 'Deep', 'SoftDeleted')),
  /** The properties to return. */
  folderShape: FolderShape,
} as const

/** At most one view. Without one, the server returns everything at once. */
const pagings = optionalChoice({
  /** A page by the number of folders before it. */
  indexedPageFolderView: IndexedPageView,
  /** A page by the fraction of folders before it. */
  fractionalPageFolderView: FractionalPageView,
})

const search = {
  /** The condition that folders have to fulfill. Defaults to none. */
  restriction: optional(FolderRestriction),
  /** The folders in which to search. */
  parentFolderIds: perRequested(FolderIds),
} as const

/** The folders to search, the condition, and the properties to return (MS-OXWSFOLD, FindFolderType). */
export type FindFolderRequest = ValueOfParts<[typeof folderQuery, typeof pagings, typeof search]>
const FindFolderRequest: ComplexType<FindFolderRequest> = messages.complexType(folderQuery, pagings, search)

const folderPage = {
  ...page,
  /** The folders of this page. A child may come before its parent. */
  folders: lenient(Folders),
} as const

/** The folders that one folder has (MS-OXWSFOLD, FindFolderParentType). */
export interface FolderPage extends ValueOfParts<[typeof folderPage]> {
  /** Never set: it keeps an answer of FindItem from passing for one of FindFolder. */
  readonly items?: undefined
}
const FolderPage: ComplexType<FolderPage> = types.complexType(folderPage)

const findFolderResponseMessage = {
  ...responseMessage,
  /** The page of folders that were found. Absent if the search failed. */
  rootFolder: optional(FolderPage),
} as const

/** The outcome for one parent folder (MS-OXWSFOLD, FindFolderResponseMessageType). */
export interface FindFolderResponseMessage extends ValueOfParts<[typeof findFolderResponseMessage]> {}
const FindFolderResponseMessage: ComplexType<FindFolderResponseMessage> =
  messages.complexType(findFolderResponseMessage)

const findFolderResponse = {
  /** One response message for each parent folder, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ findFolderResponseMessage: FindFolderResponseMessage })),
} as const

/** The outcome for each parent folder (MS-OXWSFOLD, FindFolderResponseType). */
export interface FindFolderResponse extends ValueOfParts<[typeof findFolderResponse]> {}
const FindFolderResponse: ComplexType<FindFolderResponse> = messages.complexType(findFolderResponse)

/**
 * Finds the folders below others that match. A server may return fewer than asked for without an error: go on until
 * `includesLastItemInRange` is true (MS-OXWSFOLD, FindFolder).
 */
export const FindFolder: Operation<FindFolderRequest, FindFolderResponse> = {
  name: 'FindFolder',
  request: messages.element('FindFolder', FindFolderRequest),
  response: messages.element('FindFolderResponse', FindFolderResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
