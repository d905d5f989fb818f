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

const itemId = { id: attribute(text), changeKey: optional(attribute(text)) } as const

/**
 * Names an item (MS-OXWSCORE, ItemIdType). `id` is opaque, long and case-sensitive, and changes when the item moves to
 * another folder; `changeKey` changes with every change of the item.
 */
export interface ItemId extends ValueOfParts<[typeof itemId]> {}
export const ItemId: ComplexType<ItemId> = types.complexType(itemId)

const occurrenceItemId = {
  recurringMasterId: attribute(text),
  changeKey: optional(attribute(text)),
  instanceIndex: attribute(integer()),
} as const

/** One occurrence of a series, counted from 1 (MS-OXWSCORE, OccurrenceItemIdType). */
export interface OccurrenceItemId extends ValueOfParts<[typeof occurrenceItemId]> {}
export const OccurrenceItemId: ComplexType<OccurrenceItemId> = types.complexType(occurrenceItemId)

const recurringMasterItemId = { occurrenceId: attribute(text), changeKey: optional(attribute(text)) } as const

/** The series that an occurrence belongs to (MS-OXWSCORE, RecurringMasterItemIdType). */
export interface RecurringMasterItemId extends ValueOfParts<[typeof recurringMasterItemId]> {}
export const RecurringMasterItemId: ComplexType<RecurringMasterItemId> = types.complexType(recurringMasterItemId)

/** Ways to name an item (MS-OXWSCDATA, NonEmptyArrayOfBaseItemIdsType). */
export const itemIds = {
  itemId: ItemId,
  occurrenceItemId: OccurrenceItemId,
  recurringMasterItemId: RecurringMasterItemId,
} as const

/** An item by one of these. */
export type BaseItemId = TaggedEntry<typeof itemIds>

/** Items to get or delete (MS-OXWSCDATA, NonEmptyArrayOfBaseItemIdsType). */
export const ItemIds: ArrayType<readonly BaseItemId[]> = types.nonEmptyArrayOfChoice(itemIds)
export type ItemIds = Infer<typeof ItemIds>
