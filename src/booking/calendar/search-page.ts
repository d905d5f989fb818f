import {
  type CalendarItem,
  type EwsError,
  EwsResponseError,
  type FindItemResponse,
  type ResponseCode,
} from 'ews-booking'
import { incomplete } from './incomplete-answer'

/** Exchange's own limit for a search (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit). */
export const MAX_ENTRIES = 1000

/** The codes with which a server asks for a smaller calendar view. */
const TOO_BIG: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorCalendarViewRangeTooBig',
  'ErrorExceededFindCountLimit',
])

/** The part of a FindItem answer for one folder. */
export type SearchPage =
  | { readonly isComplete: true; readonly items: readonly CalendarItem[] }
  /** The server left items out. `refusal` is its error, if it gave one. */
  | { readonly isComplete: false; readonly refusal?: EwsError | undefined }

/**
 * Reads a FindItem answer, for every caller in the same way. A page is complete only if the server says so, or says nothing and sent fewer
 * items than were asked for: a full page without `IncludesLastItemInRange` may have been cut. A complete page must have as many items as the
 * server counts in it, because one that we can't read takes time too.
 *
 * @param maxEntries the request's `maxEntriesReturned`
 * @throws EwsError the server's error, unless a smaller view may do; `EwsProtocolError` for an answer that lacks its items or some of them
 */
export function searchPage({ responseMessages }: FindItemResponse, maxEntries: number): SearchPage {
  const [message] = responseMessages
  const error = message?.error
  if (error instanceof EwsResponseError && TOO_BIG.has(error.responseCode)) {
    return { isComplete: false, refusal: error }
  }
  if (error !== undefined) throw error
  const { items, includesLastItemInRange, totalItemsInView = 0 } = message?.rootFolder ?? {}
  if (items === undefined) throw incomplete('FindItem', 'the answer has no list of items')
  const isComplete = includesLastItemInRange ?? items.length < maxEntries
  if (!isComplete) return { isComplete }
  if (totalItemsInView > items.length) {
    throw incomplete('FindItem', `the server counts ${totalItemsInView} items, and ${items.length} of them can be read`)
  }
  return { isComplete, items }
}
