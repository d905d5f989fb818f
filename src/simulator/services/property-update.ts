import type { Body } from '../../operations'
import type { DeleteItemField } from '../../operations/items/update-item'
import type { RealItemChange, SetRealItemField } from '../../operations/mail/update-item'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { bodyAs } from '../items/body'
import { isSameProperty } from '../items/extended-property'
import type { PropertySet } from '../items/property-set'
import { ServiceError } from '../soap/service-error'

/** One update of one property. */
export type Update = RealItemChange['updates'][number]

/** The properties with special treatment that items of every kind have. */
type CommonValues = Pick<CalendarItem, 'body' | 'categories' | 'extendedProperty'>

/** How items of one kind are updated. */
export interface Updatable<Value extends CommonValues> {
  readonly properties: PropertySet<Value>
  /** The properties that only the server sets. */
  readonly readOnly: readonly PropertyKey[]
  /** The other properties that can't be deleted. */
  readonly required: readonly PropertyKey[]
  /** The item in a change; `undefined` if it is of another kind. */
  readonly valueIn: (change: SetRealItemField) => Value | undefined
  /** The property of `item` with the one of `added` appended; `undefined` if the property can't be appended to. */
  readonly joined: (property: keyof Value, item: Value, added: Value) => Value | undefined
}

/**
 * Applies an update to an item, and returns the result.
 *
 * @throws ServiceError if it isn't an update of a single property that may be changed so
 */
export function updated<Value extends CommonValues>(
  item: Value,
  { setItemField, appendToItemField, deleteItemField }: Update,
  kind: Updatable<Value>,
): Value {
  if (setItemField !== undefined) return setField(item, setItemField, kind)
  if (appendToItemField !== undefined) return appendField(item, appendToItemField, kind)
  return deleteItemField === undefined ? item : deleteField(item, deleteItemField, kind)
}

/** Appends values to those that a property already has. */
export const joinedList = <Entry>(present: readonly Entry[] = [], added: readonly Entry[] = []): Entry[] => [
  ...present,
  ...added,
]

/** Returns the property that a path names. The properties of other kinds of items are refused as unknown. */
const pathProperty = <Value extends CommonValues>(
  { fieldURI, extendedFieldURI }: DeleteItemField,
  properties: PropertySet<Value>,
): keyof Value | undefined =>
  extendedFieldURI === undefined
    ? fieldURI && properties.find(fieldURI.fieldURI)
    : properties.all.find((property) => property === 'extendedProperty')

/** True if one of the updates sets the property that `wanted` names. */
export const sets = <Value extends CommonValues>(
  updates: readonly Update[],
  wanted: keyof Value,
  { properties }: Updatable<Value>,
): boolean =>
  updates.some(({ setItemField }) => setItemField !== undefined && pathProperty(setItemField, properties) === wanted)

/** Returns the property that a change sets, with the new value. It must be the only one in the change, and the one that the path names. */
function onlyProperty<Value extends CommonValues>(change: SetRealItemField, { properties, valueIn }: Updatable<Value>) {
  const value = valueIn(change)
  const given = value === undefined ? [] : properties.all.filter((each) => value[each] !== undefined)
  const [property] = given
  if (
    value === undefined ||
    property === undefined ||
    given.length > 1 ||
    (value.extendedProperty?.length ?? 1) !== 1
  ) {
    throw new ServiceError(
      'ErrorIncorrectUpdatePropertyCount',
      'An object within a change description must contain one and only one property to modify.',
    )
  }
  if (property !== pathProperty(change, properties) || !namesExtendedProperty(change, value)) {
    throw new ServiceError('ErrorUpdatePropertyMismatch', 'The property in the change does not match its path.')
  }
  return { property, value }
}

function namesExtendedProperty({ extendedFieldURI }: DeleteItemField, { extendedProperty = [] }: CommonValues) {
  if (extendedFieldURI === undefined) return true
  return extendedProperty.every((property) => isSameProperty(extendedFieldURI, property.extendedFieldURI))
}

function setField<Value extends CommonValues>(item: Value, change: SetRealItemField, kind: Updatable<Value>): Value {
  const { property, value } = onlyProperty(change, kind)
  if (kind.readOnly.includes(property)) {
    throw new ServiceError('ErrorInvalidPropertySet', 'Set action is invalid for property.')
  }
  const { extendedFieldURI } = change
  if (extendedFieldURI === undefined) return { ...item, ...value }
  const others = deleteField(item, { extendedFieldURI }, kind).extendedProperty ?? []
  return { ...item, extendedProperty: [...others, ...(value.extendedProperty ?? [])] }
}

/**
 * Appends to a body, a list of people or the categories. Other properties can't be appended to (Microsoft, "AppendToItemField").
 */
function appendField<Value extends CommonValues>(item: Value, change: SetRealItemField, kind: Updatable<Value>): Value {
  const { property, value: added } = onlyProperty(change, kind)
  if (property === 'body') return { ...item, body: added.body && appended(item.body, added.body) }
  if (property === 'categories') return { ...item, categories: joinedList(item.categories, added.categories) }
  const joined = kind.joined(property, item, added)
  if (joined !== undefined) return { ...item, ...joined }
  throw new ServiceError('ErrorInvalidPropertyAppend', 'Append action is invalid for property.')
}

/** Appends to a body, keeping its present form, text or HTML. */
function appended(present: Body | undefined, added: Body): Body {
  if (present === undefined) return added
  const { bodyType, value } = present
  return { bodyType, value: `${value}${bodyAs(added, bodyType).value}` }
}

function deleteField<Value extends CommonValues>(item: Value, path: DeleteItemField, kind: Updatable<Value>): Value {
  const property = pathProperty(path, kind.properties)
  if (property === undefined || kind.readOnly.includes(property) || kind.required.includes(property)) {
    throw new ServiceError('ErrorInvalidPropertyDelete', 'Delete action is invalid for property.')
  }
  const { extendedFieldURI } = path
  if (extendedFieldURI === undefined) return without(item, property)
  const extendedProperty = item.extendedProperty?.filter(
    (existing) => !isSameProperty(extendedFieldURI, existing.extendedFieldURI),
  )
  return { ...item, extendedProperty }
}

/** A copy without a property that isn't required. */
function without<Value extends CommonValues>(item: Value, property: keyof Value): Value {
  const copy: Value = { ...item }
  delete copy[property]
  return copy
}
