import { attribute, type Infer, integer, optional, text } from '../xml'
import { types } from './namespaces'

/**
 * Names an item (MS-OXWSCORE, ItemIdType). `id` is opaque, long and case-sensitive, and changes when the item moves to
 * another folder; `changeKey` changes with every change of the item.
 */
export const ItemId = types.complexType({
  id: attribute(text),
  changeKey: optional(attribute(text)),
})
export type ItemId = Infer<typeof ItemId>

/** One occurrence of a series, counted from 1 (MS-OXWSCORE, OccurrenceItemIdType). */
export const OccurrenceItemId = types.complexType({
  recurringMasterId: attribute(text),
  changeKey: optional(attribute(text)),
  instanceIndex: attribute(integer()),
})

/** The series that an occurrence belongs to (MS-OXWSCORE, RecurringMasterItemIdType). */
export const RecurringMasterItemId = types.complexType({
  occurrenceId: attribute(text),
  changeKey: optional(attribute(text)),
})

/** Ways to name an item (MS-OXWSCDATA, NonEmptyArrayOfBaseItemIdsType). */
export const itemIds = {
  itemId: ItemId,
  occurrenceItemId: OccurrenceItemId,
  recurringMasterItemId: RecurringMasterItemId,
} as const

/** Items to get or delete (MS-OXWSCDATA, NonEmptyArrayOfBaseItemIdsType). */
export const ItemIds = types.nonEmptyArrayOfChoice(itemIds)
export type ItemIds = Infer<typeof ItemIds>
