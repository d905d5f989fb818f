import {
  type ArrayType,
  attribute,
  type ComplexType,
  type Infer,
  integer,
  optional,
  type TaggedEntry,
  text,
  type ValueOfParts,
} from '../../xml'
import { types } from './namespaces'

const itemId = {
  /** The opaque, case-sensitive id. It changes when the item moves to another folder. */
  id: attribute(text),
  /** The version of the item: every change of the item gives it a new one. */
  changeKey: optional(attribute(text)),
} as const

/** The id of an item, and the version of the item that is meant (MS-OXWSCORE, ItemIdType). */
export interface ItemId extends ValueOfParts<[typeof itemId]> {}
export const ItemId: ComplexType<ItemId> = types.complexType(itemId)

const occurrenceItemId = {
  /** The id of the series. */
  recurringMasterId: attribute(text),
  /** The version of the series. All of its occurrences share it. */
  changeKey: optional(attribute(text)),
  /** The number of the occurrence, counted from 1. Deleted occurrences keep their numbers. */
  instanceIndex: attribute(integer()),
} as const

/** One occurrence of a series by its number (MS-OXWSCORE, OccurrenceItemIdType). */
export interface OccurrenceItemId extends ValueOfParts<[typeof occurrenceItemId]> {}
export const OccurrenceItemId: ComplexType<OccurrenceItemId> = types.complexType(occurrenceItemId)

const recurringMasterItemId = {
  /** The id of any occurrence of the series. */
  occurrenceId: attribute(text),
  /** The version of the series. All of its occurrences share it. */
  changeKey: optional(attribute(text)),
} as const

/** A series by one of its occurrences (MS-OXWSCORE, RecurringMasterItemIdType). */
export interface RecurringMasterItemId extends ValueOfParts<[typeof recurringMasterItemId]> {}
export const RecurringMasterItemId: ComplexType<RecurringMasterItemId> = types.complexType(recurringMasterItemId)

/** The elements that name an item (MS-OXWSCDATA, NonEmptyArrayOfBaseItemIdsType). */
export const itemIds = {
  /** The item by its id. */
  itemId: ItemId,
  /** An occurrence by its number within its series. */
  occurrenceItemId: OccurrenceItemId,
  /** A series by one of its occurrences. */
  recurringMasterItemId: RecurringMasterItemId,
} as const

/** An item by its id, an occurrence by its number, or a series by one of its occurrences (MS-OXWSCDATA, BaseItemIdType). */
export type BaseItemId = TaggedEntry<typeof itemIds>

/** One or more items by their ids (MS-OXWSCDATA, NonEmptyArrayOfBaseItemIdsType). */
export const ItemIds: ArrayType<readonly BaseItemId[]> = types.nonEmptyArrayOfChoice(itemIds)
export type ItemIds = Infer<typeof ItemIds>
