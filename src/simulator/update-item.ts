import { UpdateItem, type UpdateItemRequest } from '../operations'
import type { CalendarItem } from '../operations/calendar-item'
import type { Appointment } from './appointment'
import { allProperties, isSameProperty, omit, type Property, propertyOf } from './property'
import { readOnlyProperties } from './read-only-property'
import { answerEach, noError } from './response-message'
import { service } from './service'
import { ServiceError } from './service-error'

type ItemChange = UpdateItemRequest['itemChanges'][number]
type Update = ItemChange['updates'][number]
type SetItemField = NonNullable<Update['setItemField']>
type DeleteItemField = NonNullable<Update['deleteItemField']>

/** MS-OXWSMTGS, UpdateItem. Nobody is told: the simulator has no mail. */
export const updateItem = service(UpdateItem, ({ conflictResolution, itemChanges }, { caller, store }) => ({
  responseMessages: answerEach(
    itemChanges,
    (change) => {
      const { mailbox, appointment } = caller.item(change)
      if (conflictResolution === 'NeverOverwrite') refuseConflict(appointment, change.itemId?.changeKey)
      const updated = store.update(mailbox, change.updates.reduce(applyUpdate, appointment))
      return { ...noError, items: [{ itemId: updated.itemId }], conflictResults: { count: 0 } }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))

function refuseConflict({ itemId }: Appointment, changeKey: string | undefined) {
  if (changeKey === itemId.changeKey) return
  if (changeKey === undefined) {
    throw new ServiceError('ErrorChangeKeyRequiredForWriteOperations', 'A change key is required for this operation.')
  }
  throw new ServiceError(
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  )
}

function applyUpdate(item: CalendarItem, { setItemField, appendToItemField, deleteItemField }: Update): CalendarItem {
  if (setItemField !== undefined) return setField(item, setItemField)
  if (appendToItemField !== undefined) return appendField(item, appendToItemField)
  return deleteItemField === undefined ? item : deleteField(item, deleteItemField)
}

const pathProperty = ({ fieldURI }: DeleteItemField): Property =>
  fieldURI === undefined ? 'extendedProperty' : propertyOf(fieldURI.fieldURI)

/** The property that the path names, which must be the only one that the change sets. */
function onlyProperty({ calendarItem, ...path }: SetItemField): Property {
  const given = allProperties.filter((property) => calendarItem[property] !== undefined)
  if (given.length !== 1 || (calendarItem.extendedProperty?.length ?? 1) !== 1) {
    throw new ServiceError(
      'ErrorIncorrectUpdatePropertyCount',
      'An object within a change description must contain one and only one property to modify.',
    )
  }
  if (given[0] !== pathProperty(path) || !namesExtendedProperty(path, calendarItem)) {
    throw new ServiceError(
      'ErrorUpdatePropertyMismatch',
      'The property in the change is not the one that its path names.',
    )
  }
  return given[0]
}

function namesExtendedProperty({ extendedFieldURI }: DeleteItemField, { extendedProperty = [] }: CalendarItem) {
  if (extendedFieldURI === undefined) return true
  return extendedProperty.every((property) => isSameProperty(extendedFieldURI, property.extendedFieldURI))
}

function setField(item: CalendarItem, change: SetItemField): CalendarItem {
  const property = onlyProperty(change)
  if (readOnlyProperties.includes(property)) {
    throw new ServiceError('ErrorInvalidPropertySet', 'Set action is invalid for property.')
  }
  const { calendarItem, extendedFieldURI } = change
  if (extendedFieldURI === undefined) return { ...item, ...calendarItem }
  const others = deleteField(item, { extendedFieldURI }).extendedProperty ?? []
  return { ...item, extendedProperty: [...others, ...(calendarItem.extendedProperty ?? [])] }
}

/** Only bodies grow (MS-OXWSCORE, AppendToItemField). */
function appendField(item: CalendarItem, change: SetItemField): CalendarItem {
  const body = onlyProperty(change) === 'body' ? change.calendarItem.body : undefined
  if (body === undefined) throw new ServiceError('ErrorInvalidPropertyAppend', 'Append action is invalid for property.')
  return { ...item, body: { bodyType: body.bodyType, value: `${item.body?.value ?? ''}${body.value}` } }
}

/** What an item can't be without. */
const undeletable: readonly Property[] = [...readOnlyProperties, 'itemClass', 'start', 'end', 'uid']

function deleteField(item: CalendarItem, path: DeleteItemField): CalendarItem {
  const property = pathProperty(path)
  if (undeletable.includes(property)) {
    throw new ServiceError('ErrorInvalidPropertyDelete', 'Delete action is invalid for property.')
  }
  const { extendedFieldURI } = path
  if (extendedFieldURI === undefined) return omit(item, [property])
  const extendedProperty = item.extendedProperty?.filter(
    (existing) => !isSameProperty(extendedFieldURI, existing.extendedFieldURI),
  )
  return { ...item, extendedProperty }
}
