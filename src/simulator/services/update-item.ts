import {
  type Body,
  type DeleteItemField,
  type SetItemField,
  UpdateItem,
  type UpdateItemRequest,
} from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { type Appointment, timeZonesOf } from '../calendar/appointment'
import { zoneOf } from '../calendar/defined-zone'
import { attendeesOf, cancelled, isOrganizer, meetingMessage } from '../calendar/meeting-message'
import { bodyAs } from '../items/body'
import { isSameProperty } from '../items/extended-property'
import { calendarItemProperties, type Property } from '../items/property'
import { omit } from '../items/property-set'
import { readOnlyProperties } from '../items/read-only-property'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

type ItemChange = UpdateItemRequest['itemChanges'][number]
type Update = ItemChange['updates'][number]

/** MS-OXWSMTGS, UpdateItem. Messages are recorded and not delivered. */
export const updateItem = service(UpdateItem, (request, { folders, store, answerEach }) => ({
  responseMessages: answerEach(
    request.itemChanges,
    (change) => {
      const { mailbox, appointment } = folders.itemTo('edit', change)
      const { sendMeetingInvitationsOrCancellations }: Partial<UpdateItemRequest> = request
      if (sendMeetingInvitationsOrCancellations === undefined) {
        throw new ServiceError(
          'ErrorSendMeetingInvitationsOrCancellationsRequired',
          'SendMeetingInvitationsOrCancellations attribute is required for calendar items.',
        )
      }
      if (mailbox.isDeletedItem(appointment)) {
        throw new ServiceError('ErrorCalendarCannotUpdateDeletedItem', 'A deleted item cannot be updated.')
      }
      if (request.conflictResolution === 'NeverOverwrite') refuseConflict(appointment, changeKeyOf(change))
      const changed = onSameClocks(appointment, change.updates.reduce(applyUpdate, appointment), change.updates)
      const { invited, uninvited } = recipientsOf(request, appointment, changed)
      const updated = store.update(mailbox, invited.length === 0 ? changed : withInvitation(changed))
      const off = cancelled(appointment)
      store.send(meetingMessage(UpdateItem.name, 'MeetingRequest', mailbox, updated, invited), updated)
      store.send(meetingMessage(UpdateItem.name, 'MeetingCancellation', mailbox, off, uninvited), off)
      return { ...noError, items: [{ itemId: updated.itemId }], conflictResults: { count: 0 } }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))

const changeKeyOf = ({ itemId, occurrenceItemId, recurringMasterItemId }: ItemChange) =>
  (itemId ?? occurrenceItemId ?? recurringMasterItemId)?.changeKey

/** The recipients of messages about a change (MS-OXWSCDATA, CalendarItemUpdateOperationType). Only the organizer sends any. */
function recipientsOf(
  { sendMeetingInvitationsOrCancellations: send }: UpdateItemRequest,
  previous: Appointment,
  changed: CalendarItem,
) {
  const [before, after] = [attendeesOf(previous), attendeesOf(changed)]
  const isOthers = previous.isMeeting === true && !isOrganizer(previous)
  if (send === 'SendToNone' || isOthers) return { invited: [], uninvited: [] }
  const toAll = send === 'SendOnlyToAll' || send === 'SendToAllAndSaveCopy'
  return {
    invited: toAll ? after : after.filter((address) => !before.includes(address)),
    uninvited: before.filter((address) => !after.includes(address)),
  }
}

const sets = (updates: readonly Update[], wanted: Property) =>
  updates.some(({ setItemField }) => setItemField !== undefined && pathProperty(setItemField) === wanted)

/**
 * A change of the time zone alone keeps the time of day, which moves the item (Microsoft, "Update the time zone for an appointment
 * by using EWS").
 */
function onSameClocks(previous: Appointment, changed: CalendarItem, updates: readonly Update[]): CalendarItem {
  const [from, to] = [timeZonesOf(previous), timeZonesOf(changed)]
  const moved = (side: 'start' | 'end') => {
    const instant = changed[side]
    if (instant === undefined || to[side] === undefined || sets(updates, side)) return instant
    return zoneOf(to[side]).instant(zoneOf(from[side]).wallClock(instant))
  }
  return { ...changed, start: moved('start'), end: moved('end') }
}

const withInvitation = (item: CalendarItem): CalendarItem => ({
  ...item,
  meetingRequestWasSent: true,
  appointmentSequenceNumber: (item.appointmentSequenceNumber ?? 0) + 1,
})

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

/** The property that a path names. Properties of other kinds of items are unknown. */
const pathProperty = ({ fieldURI, extendedFieldURI }: DeleteItemField): Property | undefined =>
  extendedFieldURI === undefined ? fieldURI && calendarItemProperties.find(fieldURI.fieldURI) : 'extendedProperty'

/** The property that a change sets. It must be the only one, and the one that the path names. */
function onlyProperty({ calendarItem, ...path }: SetItemField): Property {
  const given = calendarItemProperties.all.filter((each) => calendarItem[each] !== undefined)
  const [property] = given
  if (property === undefined || given.length > 1 || (calendarItem.extendedProperty?.length ?? 1) !== 1) {
    throw new ServiceError(
      'ErrorIncorrectUpdatePropertyCount',
      'An object within a change description must contain one and only one property to modify.',
    )
  }
  if (property !== pathProperty(path) || !namesExtendedProperty(path, calendarItem)) {
    throw new ServiceError('ErrorUpdatePropertyMismatch', 'The property in the change does not match its path.')
  }
  return property
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

/**
 * Appends to a body, a list of attendees or the categories. Other properties can't be appended to (Microsoft,
 * "AppendToItemField").
 */
function appendField(item: CalendarItem, change: SetItemField): CalendarItem {
  const { calendarItem: added } = change
  switch (onlyProperty(change)) {
    case 'body':
      return { ...item, body: added.body && appended(item.body, added.body) }
    case 'requiredAttendees':
      return { ...item, requiredAttendees: joined(item.requiredAttendees, added.requiredAttendees) }
    case 'optionalAttendees':
      return { ...item, optionalAttendees: joined(item.optionalAttendees, added.optionalAttendees) }
    case 'resources':
      return { ...item, resources: joined(item.resources, added.resources) }
    case 'categories':
      return { ...item, categories: joined(item.categories, added.categories) }
    default:
      throw new ServiceError('ErrorInvalidPropertyAppend', 'Append action is invalid for property.')
  }
}

const joined = <Entry>(present: readonly Entry[] = [], added: readonly Entry[] = []): Entry[] => [...present, ...added]

/** Appends to a body, in the form of the present text. */
function appended(present: Body | undefined, added: Body): Body {
  if (present === undefined) return added
  const { bodyType, value } = present
  return { bodyType, value: `${value}${bodyAs(added, bodyType).value}` }
}

/** The properties that every item must have. */
const undeletable: readonly Property[] = [...readOnlyProperties, 'itemClass', 'start', 'end', 'uid']

function deleteField(item: CalendarItem, path: DeleteItemField): CalendarItem {
  const property = pathProperty(path)
  if (property === undefined || undeletable.includes(property)) {
    throw new ServiceError('ErrorInvalidPropertyDelete', 'Delete action is invalid for property.')
  }
  const { extendedFieldURI } = path
  if (extendedFieldURI === undefined) return omit(item, [property])
  const extendedProperty = item.extendedProperty?.filter(
    (existing) => !isSameProperty(extendedFieldURI, existing.extendedFieldURI),
  )
  return { ...item, extendedProperty }
}
