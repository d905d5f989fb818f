import { CreateItem, type CreateItemRequest } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { creationZoneOf } from '../calendar/creation-zone'
import { attendeesOf, meetingMessage } from '../calendar/meeting-message'
import { readOnlyProperties } from '../items/read-only-property'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { carryOutResponse, type ResponseObject } from './response-object'
import { type ServiceContext, service } from './service'

/** MS-OXWSMTGS, CreateItem. Messages are recorded and not delivered. */
export const createItem = service(CreateItem, (request, context) => ({
  responseMessages: context.answerEach(
    request.items,
    ({ calendarItem, ...responses }) => ({
      ...noError,
      items:
        calendarItem === undefined
          ? respond(request, responses, context)
          : [{ itemId: createCalendarItem(request, calendarItem, context).itemId }],
    }),
    (message) => ({ ...message, items: [] }),
  ),
}))

function createCalendarItem(
  request: CreateItemRequest,
  item: CalendarItem,
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
  refuseReadOnly(item)
  const attendees = sendMeetingInvitations === 'SendToNone' ? [] : attendeesOf(item)
  const place = { folder, creator: caller.mayActFor(mailbox) ? undefined : caller.name }
  const startTimeZone = creationZoneOf(item) ?? timeZoneContext
  const created = store.create(mailbox, { ...item, startTimeZone, meetingRequestWasSent: attendees.length > 0 }, place)
  store.send(meetingMessage(CreateItem.name, 'MeetingRequest', mailbox, created, attendees), created)
  return created
}

function refuseReadOnly(item: CalendarItem) {
  if (item.mimeContent !== undefined) {
    throw new ServiceError(
      'ErrorUnsupportedMimeConversion',
      'Calendar items from MIME are not supported by the simulator.',
    )
  }
  if (readOnlyProperties.every((property) => item[property] === undefined)) return
  throw new ServiceError('ErrorInvalidPropertySet', 'Set action is invalid for property.')
}

type Responses = Omit<CreateItemRequest['items'][number], 'calendarItem'>

function respond({ messageDisposition }: CreateItemRequest, responses: Responses, context: ServiceContext) {
  if (messageDisposition === undefined) {
    throw new ServiceError('ErrorMessageDispositionRequired', 'Message disposition is required for messages.')
  }
  return carryOutResponse(theOnly(responses), messageDisposition, context)
}

function theOnly({ acceptItem, tentativelyAcceptItem, declineItem, cancelCalendarItem }: Responses): ResponseObject {
  if (acceptItem !== undefined) return { act: 'Accept', response: acceptItem }
  if (tentativelyAcceptItem !== undefined) return { act: 'Tentative', response: tentativelyAcceptItem }
  if (declineItem !== undefined) return { act: 'Decline', response: declineItem }
  return { act: 'Cancel', response: cancelCalendarItem ?? {} }
}
