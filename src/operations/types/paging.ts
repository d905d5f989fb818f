import {
  attribute,
  boolean,
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

const maxEntriesReturned = optional(attribute(integer({ minInclusive: 1 })))

const basePoint = attribute(enumeration('Beginning', 'End'))

const indexedPageView = {
  /**
   * The most items to return, at least 1. The server may return fewer: 1,000 with default settings (Microsoft, "EWS throttling
   * in Exchange", EWSFindCountLimit).
   */
  maxEntriesReturned,
  /** The number of items to skip. For the next page, take the answer's `indexedPagingOffset`. */
  offset: attribute(integer({ minInclusive: 0 })),
  /** The place from which `offset` counts; `End` counts backwards. */
  basePoint,
} as const

/** A page by the number of items before it (MS-OXWSSRCH, IndexedPageViewType). */
export interface IndexedPageView extends ValueOfParts<[typeof indexedPageView]> {}
export const IndexedPageView: ComplexType<IndexedPageView> = types.complexType(indexedPageView)

const fractionalPageView = {
  /**
   * The most items to return, at least 1. The server may return fewer: 1,000 with default settings (Microsoft, "EWS throttling
   * in Exchange", EWSFindCountLimit).
   */
  maxEntriesReturned,
  /** The numerator of the fraction to skip. For the next page, take the answer's `numeratorOffset`. */
  numerator: attribute(integer({ minInclusive: 0 })),
  /** The denominator of the fraction to skip, not less than `numerator`. For the next page, take the answer's `absoluteDenominator`. */
  denominator: attribute(integer({ minInclusive: 1 })),
} as const

/** A page that begins at a fraction of the whole: 1 of 2 begins in the middle (MS-OXWSSRCH, FractionalPageViewType). */
export interface FractionalPageView extends ValueOfParts<[typeof fractionalPageView]> {}
export const FractionalPageView: ComplexType<FractionalPageView> = types.complexType(fractionalPageView)

const seekToConditionPageView = {
  /**
   * The most items to return, at least 1. The server may return fewer: 1,000 with default settings (Microsoft, "EWS throttling
   * in Exchange", EWSFindCountLimit).
   */
  maxEntriesReturned,
  /** The place from which the server looks for the condition; `End` looks backwards. */
  basePoint,
  /** The condition that the first item of the page fulfills. */
  condition: Restriction,
} as const

/** A page that begins at the first item that fulfills a condition (MS-OXWSSRCH, SeekToConditionPageViewType). */
export interface SeekToConditionPageView extends ValueOfParts<[typeof seekToConditionPageView]> {}
const SeekToConditionPageView: ComplexType<SeekToConditionPageView> = types.complexType(seekToConditionPageView)

const calendarView = {
  /**
   * The most items to return, at least 1. Without it, more than 1,000 items are an error. A calendar view has no pages: to
   * read on, ask again from the last item's start.
   */
  maxEntriesReturned,
  /** The start of the window, as an instant. */
  startDate: attribute(instant),
  /** The end of the window, as an instant at most two years after `startDate` (ErrorCalendarViewRangeTooBig). */
  endDate: attribute(instant),
} as const

/**
 * A window of time: all items that overlap it, with series expanded to their occurrences. Servers also return items that
 * end exactly at `startDate`. They refuse a restriction or a sort order beside a calendar view (MS-OXWSSRCH, CalendarViewType).
 */
export interface CalendarView extends ValueOfParts<[typeof calendarView]> {}
const CalendarView: ComplexType<CalendarView> = types.complexType(calendarView)

/** At most one view. Without one, the server returns everything at once, and a series as its master. */
export const pagings = optionalChoice({
  /** A page by the number of items before it. */
  indexedPageItemView: IndexedPageView,
  /** A page by the fraction of items before it. */
  fractionalPageItemView: FractionalPageView,
  /** A page by a condition on its first item. */
  seekToConditionPageItemView: SeekToConditionPageView,
  /** A window of time in a calendar, with series expanded to their occurrences. */
  calendarView: CalendarView,
})

/** The attributes that tell a page from the whole (MS-OXWSSRCH, FindResponsePagingAttributes). */
export const page = {
  /** The `offset` of the next page of an indexed view. */
  indexedPagingOffset: optional(attribute(integer())),
  /** The `numerator` of the next page of a fractional view. Its `denominator` is `absoluteDenominator`. */
  numeratorOffset: optional(attribute(integer())),
  /** The `denominator` of the next page of a fractional view. */
  absoluteDenominator: optional(attribute(integer())),
  /** False if the server cut the list. Ask for the rest in further pages, or in smaller windows of a calendar view. */
  includesLastItemInRange: optional(attribute(boolean)),
  /** The number of all matches, not only of those on this page. */
  totalItemsInView: optional(attribute(integer())),
} as const
