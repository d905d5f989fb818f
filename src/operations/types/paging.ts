import {
  attribute,
  type ComplexType,
  enumeration,
  instant,
  integer,
  optional,
  optionalChoice,
  type ValueOfParts,
} from '../../xml'
import { types } from './namespaces'
import { Restriction } from './restriction'

/** The server may return fewer: 1,000 with default settings (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit). */
const maxEntriesReturned = optional(attribute(integer({ minInclusive: 1 })))

/** From where a page is counted; `End` counts backwards. */
const basePoint = attribute(enumeration('Beginning', 'End'))

const indexedPageView = {
  maxEntriesReturned,
  /** How many items to pass over; of the page after this one it is the answer's `indexedPagingOffset`. */
  offset: attribute(integer({ minInclusive: 0 })),
  basePoint,
} as const

/** A page by the number of items before it (MS-OXWSSRCH, IndexedPageViewType). */
export interface IndexedPageView extends ValueOfParts<[typeof indexedPageView]> {}
const IndexedPageView: ComplexType<IndexedPageView> = types.complexType(indexedPageView)

const fractionalPageView = {
  maxEntriesReturned,
  numerator: attribute(integer({ minInclusive: 0 })),
  /** Not less than `numerator`. */
  denominator: attribute(integer({ minInclusive: 1 })),
} as const

/** A page that begins at a fraction of the whole: 1 of 2 in the middle (MS-OXWSSRCH, FractionalPageViewType). */
export interface FractionalPageView extends ValueOfParts<[typeof fractionalPageView]> {}
const FractionalPageView: ComplexType<FractionalPageView> = types.complexType(fractionalPageView)

const seekToConditionPageView = { maxEntriesReturned, basePoint, condition: Restriction } as const

/** A page that begins at the first item that fulfils `condition` (MS-OXWSSRCH, SeekToConditionPageViewType). */
export interface SeekToConditionPageView extends ValueOfParts<[typeof seekToConditionPageView]> {}
const SeekToConditionPageView: ComplexType<SeekToConditionPageView> = types.complexType(seekToConditionPageView)

const calendarView = {
  /** Where left out, more than 1,000 are an error; it has no pages: ask again from the last item's start. */
  maxEntriesReturned,
  startDate: attribute(instant),
  /** At most two years after `startDate` (ErrorCalendarViewRangeTooBig). */
  endDate: attribute(instant),
} as const

/**
 * All that overlaps a window, series expanded to their occurrences (MS-OXWSSRCH, CalendarViewType). Servers also return what
 * ends exactly at `startDate`, and refuse a restriction or a sort order beside it.
 */
export interface CalendarView extends ValueOfParts<[typeof calendarView]> {}
const CalendarView: ComplexType<CalendarView> = types.complexType(calendarView)

/** At most one of them; without one, everything comes in one piece, and a series as its master. */
export const pagings = optionalChoice({
  indexedPageItemView: IndexedPageView,
  fractionalPageItemView: FractionalPageView,
  seekToConditionPageItemView: SeekToConditionPageView,
  calendarView: CalendarView,
})
