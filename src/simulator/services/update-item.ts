import type { AnyMessage } from '../../operations/mail/message'
import { type RealItemChange, UpdateItem, type UpdateItemRequest } from '../../operations/mail/update-item'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { type FoundAppointment, type FoundMail, isFoundAppointment, isFoundMail } from '../authorization/folders'
import { type Appointment, timeZonesOf } from '../calendar/appointment'
import { zoneOf } from '../calendar/defined-zone'
import { attendeesOf, cancelled, isOrganizer } from '../calendar/meeting-message'
import { calendarItemProperties } from '../items/property'
import { readOnlyProperties } from '../items/read-only-property'
import { mailProperties, realItemOf } from '../mail/mail-property'
import { readOnlyMailProperties } from '../mail/read-only-property'
import type { StoredItem } from '../mailbox/stored-item'
import { postAboutMeeting, sentItemsIf } from '../meetings/meeting-post'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { updatedFromMime } from './mime-content'
import { joinedList, sets, type Updatable, type Update, updated } from './property-update'
import { sendDraft } from './send-mail'
import { type ServiceContext, service } from './service'

/** How calendar items are updated. */
const calendarItems: Updatable<CalendarItem> = {
  properties: calendarItemProperties,
  readOnly: readOnlyProperties,
  required: ['itemClass', 'start', 'end', 'uid'],
  valueIn: ({ calendarItem, item }) => calendarItem ?? item,
  joined(property, item, added) {
    switch (property) {
      case 'requiredAttendees':
        return { requiredAttendees: joinedList(item.requiredAttendees, added.requiredAttendees) }
      case 'optionalAttendees':
        return { optionalAttendees: joinedList(item.optionalAttendees, added.optionalAttendees) }
      case 'resources':
        return { resources: joinedList(item.resources, added.resources) }
      default:
        return undefined
    }
  },
}

/** How messages of a kind are updated. Clients change those about meetings as any message. */
const messages = (kind: FoundMail['item']['kind']): Updatable<AnyMessage> => ({
  properties: mailProperties[kind],
  readOnly: readOnlyMailProperties,
  required: ['itemClass'],
  valueIn: ({ item, message, meetingRequest, meetingResponse, meetingCancellation }) =>
    item ?? message ?? meetingRequest ?? meetingResponse ?? meetingCancellation,
  joined(property, item, added) {
    switch (property) {
      case 'toRecipients':
        return { toRecipients: joinedList(item.toRecipients, added.toRecipients) }
      case 'ccRecipients':
        return { ccRecipients: joinedList(item.ccRecipients, added.ccRecipients) }
      case 'bccRecipients':
        return { bccRecipients: joinedList(item.bccRecipients, added.bccRecipients) }
      case 'replyTo':
        return { replyTo: joinedList(item.replyTo, added.replyTo) }
      default:
        return undefined
    }
  },
})

/** MS-OXWSCORE, UpdateItem; MS-OXWSMTGS for meetings. */
export const updateItem = service(UpdateItem, (request, context) => ({
  responseMessages: context.answerEach(
    request.itemChanges,
    (change) => {
      const found = context.folders.itemTo('edit', change)
      const items = isFoundMail(found)
        ? updateMail(request, change, found, context)
        : isFoundAppointment(found)
          ? [{ calendarItem: { itemId: updateAppointment(request, change, found, context).itemId } }]
          : []
      return { ...noError, items, conflictResults: { count: 0 } }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))

function updateAppointment(
  request: UpdateItemRequest,
  change: RealItemChange,
  { mailbox, item: appointment }: FoundAppointment,
  { store }: ServiceContext,
): Appointment {
  const { sendMeetingInvitationsOrCancellations: send }: Partial<UpdateItemRequest> = request
  if (send === undefined) {
    throw new ServiceError(
      'ErrorSendMeetingInvitationsOrCancellationsRequired',
      'SendMeetingInvitationsOrCancellations attribute is required for calendar items.',
    )
  }
  if (mailbox.isDeletedItem(appointment)) {
    throw new ServiceError('ErrorCalendarCannotUpdateDeletedItem', 'A deleted item cannot be updated.')
  }
  if (request.conflictResolution === 'NeverOverwrite') refuseConflict(appointment, changeKeyOf(change))
  const applied = change.updates.reduce<CalendarItem>(
    (item, update) => updatedFromMime(updated(item, update, calendarItems)),
    appointment,
  )
  const changed = onSameClocks(appointment, applied, change.updates)
  const { invited, uninvited } = recipientsOf(request, appointment, changed)
  const meeting = store.update(mailbox, invited.length === 0 ? changed : withInvitation(changed))
  const post = { operation: UpdateItem.name, mailbox, copyTo: sentItemsIf(mailbox, send) }
  postAboutMeeting(store, { ...post, kind: 'MeetingRequest', meeting, to: invited })
  postAboutMeeting(store, { ...post, kind: 'MeetingCancellation', meeting: cancelled(appointment), to: uninvited })
  return meeting
}

function updateMail(request: UpdateItemRequest, change: RealItemChange, found: FoundMail, context: ServiceContext) {
  const { messageDisposition: disposition, savedItemFolderId } = request
  const { mailbox, item: mail } = found
  if (disposition === undefined) {
    throw new ServiceError('ErrorMessageDispositionRequired', 'Message disposition is required for messages.')
  }
  if (request.conflictResolution === 'NeverOverwrite') refuseConflict(mail, changeKeyOf(change))
  const kind = messages(mail.kind)
  const values = change.updates.reduce<AnyMessage>((item, update) => updated(item, update, kind), mail)
  const saved = context.store.updateMail(mailbox, {
    ...values,
    kind: mail.kind,
    itemId: mail.itemId,
    creator: mail.creator,
  })
  if (disposition === 'SaveOnly') return [realItemOf(saved.kind, { itemId: saved.itemId })]
  sendDraft(
    UpdateItem.name,
    { ...found, item: saved },
    { savesCopy: disposition === 'SendAndSaveCopy', savedItemFolderId },
    context,
  )
  return []
}

const changeKeyOf = ({ itemId, occurrenceItemId, recurringMasterItemId }: RealItemChange) =>
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

/**
 * A change of the time zone alone keeps the time of day, which moves the item (Microsoft, "Update the time zone for an appointment
 * by using EWS").
 */
function onSameClocks(previous: Appointment, changed: CalendarItem, updates: readonly Update[]): CalendarItem {
  const [from, to] = [timeZonesOf(previous), timeZonesOf(changed)]
  const moved = (side: 'start' | 'end') => {
    const instant = changed[side]
    if (instant === undefined || to[side] === undefined || sets(updates, side, calendarItems)) return instant
    return zoneOf(to[side]).instant(zoneOf(from[side]).wallClock(instant))
  }
  return { ...changed, start: moved('start'), end: moved('end') }
}

const withInvitation = (item: CalendarItem): CalendarItem => ({
  ...item,
  meetingRequestWasSent: true,
  appointmentSequenceNumber: (item.appointmentSequenceNumber ?? 0) + 1,
})

function refuseConflict({ itemId }: StoredItem, changeKey: string | undefined) {
  if (changeKey === itemId.changeKey) return
  if (changeKey === undefined) {
    throw new ServiceError('ErrorChangeKeyRequiredForWriteOperations', 'A change key is required for this operation.')
  }
  throw new ServiceError(
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  )
}
