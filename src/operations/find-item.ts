import {
  attribute,
  boolean,
  enumeration,
  type Infer,
  instant,
  integer,
  lenient,
  optional,
  optionalChoice,
} from '../xml'
import { CalendarItems } from './calendar-item'
import { FolderIds } from './folder-id'
import { ItemShape } from './item-shape'
import { messages, types } from './namespaces'
import type { Operation } from './operation'
import { responseMessage } from './response-message'

const maxEntriesReturned = optional(attribute(integer({ minInclusive: 1 })))

/** All that overlaps a window, series expanded to their occurrences (MS-OXWSSRCH, CalendarViewType). At most two years. */
const CalendarView = types.complexType({
  maxEntriesReturned,
  startDate: attribute(instant),
  endDate: attribute(instant),
})

const FindItemRequest = messages.complexType(
  { traversal: attribute(enumeration('Shallow', 'SoftDeleted', 'Associated')), itemShape: ItemShape },
  optionalChoice({ calendarView: CalendarView }),
  { parentFolderIds: FolderIds },
)

/** Items of one folder (MS-OXWSSRCH, FindItemParentType). */
const RootFolder = types.complexType({
  indexedPagingOffset: optional(attribute(integer())),
  totalItemsInView: optional(attribute(integer())),
  /** False where the server cut the list: what is missing must be asked for in smaller windows. */
  includesLastItemInRange: optional(attribute(boolean)),
  items: lenient(CalendarItems),
})

const FindItemResponse = messages.complexType({
  /** One for each parent folder, in the order of the request. */
  responseMessages: messages.nonEmptyArrayOf({
    findItemResponseMessage: messages.complexType(responseMessage, { rootFolder: optional(RootFolder) }),
  }),
})

export type FindItemRequest = Infer<typeof FindItemRequest>
export type FindItemResponse = Infer<typeof FindItemResponse>

/** Items of a folder that match (MS-OXWSSRCH). Bodies and attendees never come with it: get them with GetItem. */
export const FindItem: Operation<FindItemRequest, FindItemResponse> = {
  name: 'FindItem',
  request: messages.element('FindItem', FindItemRequest),
  response: messages.element('FindItemResponse', FindItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
