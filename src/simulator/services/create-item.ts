import { CreateItem, type CreateItemRequest, type NewRealItem } from '../../operations/mail/create-item'
import type { RealItem } from '../../operations/mail/real-items'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { creationZoneOf } from '../calendar/creation-zone'
import { attendeesOf } from '../calendar/meeting-message'
import { readOnlyProperties } from '../items/read-only-property'
import { postAboutMeeting, sentItemsIf } from '../meetings/meeting-post'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { createdFromMime } from './mime-content'
import { createMessage, createReply } from './new-message'
import { carryOutResponse, type ResponseObject } from './response-object'
import { type ServiceContext, service } from './service'

/** MS-OXWSCORE, CreateItem; MS-OXWSMTGS for meetings, and MS-OXWSMSG for messages. */
export const createItem = service(CreateItem, (request, context) => ({
  responseMessages: context.answerEach(
    request.items,
    (item) => ({ ...noError, items: created(request, item, context) }),
    (message) => ({ ...message, items: [] }),
  ),
}))

/** Creates an item, or acts on an existing one, and returns the items that come of it. */
function created(request: CreateItemRequest, item: NewRealItem, context: ServiceContext): readonly RealItem[] {
  const { calendarItem, message, replyToItem, replyAllToItem, forwardItem } = item
  if (calendarItem !== undefined) return [{ calendarItem: createCalendarItem(request, calendarItem, context) }]
  if (message !== undefined) return createMessage(request, message, context)
  if (replyToItem !== undefined) return createReply(request, 'replyToItem', replyToItem, context)
  if (replyAllToItem !== undefined) return createReply(request, 'replyAllToItem', replyAllToItem, context)
  if (forwardItem !== undefined) return createReply(request, 'forwardItem', forwardItem, context)
  const response = responseIn(item)
  if (response === undefined) {
    throw new ServiceError('ErrorInvalidOperation', 'Messages about meetings are made by the server alone.')
  }
  return respond(request, response, context)
}

function createCalendarItem(
  request: CreateItemRequest,
  given: CalendarItem,
  { caller, folders, store, timeZoneContext }: ServiceContext,
) {
  const target = request.savedItemFolderId ?? { distinguishedFolderId: { id: 'calendar' as const } }
  const { mailbox, folder } = folders.target(target)
  if (!folder.isCalendar) {
    throw new ServiceError(
      'ErrorCannotCreateCalendarItemInNonCalendarFolder',
      'Cannot create a calendar item in a non-calendar folder.',
    )
  }
  const { sendMeetingInvitations }: Partial<CreateItemRequest> = request
  if (sendMeetingInvitations === undefined) {
    throw new ServiceError(
      'ErrorSendMeetingInvitationsRequired',
      'SendMeetingInvitations attribute is required for calendar items.',
    )
  }
  refuseReadOnly(given)
  const item = createdFromMime(given)
  const attendees = sendMeetingInvitations === 'SendToNone' ? [] : attendeesOf(item)
  const place = { folder, creator: caller.mayActFor(mailbox) ? undefined : caller.name }
  const startTimeZone = creationZoneOf(item) ?? timeZoneContext
  const meeting = store.create(mailbox, { ...item, startTimeZone, meetingRequestWasSent: attendees.length > 0 }, place)
  postAboutMeeting(store, {
    operation: CreateItem.name,
    kind: 'MeetingRequest',
    mailbox,
    meeting,
    to: attendees,
    copyTo: sentItemsIf(mailbox, sendMeetingInvitations),
  })
  return { itemId: meeting.itemId }
}

function refuseReadOnly(item: CalendarItem) {
  if (readOnlyProperties.every((property) => item[property] === undefined)) return
  throw new ServiceError('ErrorInvalidPropertySet', 'Set action is invalid for property.')
}

function respond(request: CreateItemRequest, response: ResponseObject, context: ServiceContext) {
  const { messageDisposition: disposition, savedItemFolderId } = request
  if (disposition === undefined) {
    throw new ServiceError('ErrorMessageDispositionRequired', 'Message disposition is required for messages.')
  }
  return carryOutResponse(response, { disposition, savedItemFolderId }, context)
}

function responseIn(item: NewRealItem): ResponseObject | undefined {
  const { acceptItem, tentativelyAcceptItem, declineItem, cancelCalendarItem, removeItem } = item
  if (acceptItem !== undefined) return { act: 'Accept', response: acceptItem }
  if (tentativelyAcceptItem !== undefined) return { act: 'Tentative', response: tentativelyAcceptItem }
  if (declineItem !== undefined) return { act: 'Decline', response: declineItem }
  if (cancelCalendarItem !== undefined) return { act: 'Cancel', response: cancelCalendarItem }
  return removeItem && { act: 'Remove', response: removeItem }
}
