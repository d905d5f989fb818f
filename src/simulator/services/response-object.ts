import { CreateItem, type CreateItemRequest } from '../../operations/mail/create-item'
import type { RealItem } from '../../operations/mail/real-items'
import type { ItemId } from '../../operations/types/item-id'
import type { CancelCalendarItem, MeetingRegistrationResponse } from '../../operations/types/response-object'
import { type FoundItem, isFoundAppointment } from '../authorization/folders'
import type { Appointment } from '../calendar/appointment'
import { attendeesOf, cancelled, isOrganizer } from '../calendar/meeting-message'
import type { Mail } from '../mail/mail'
import { realItemOf } from '../mail/mail-property'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { isMail } from '../mailbox/stored-item'
import { type MeetingAnswer, meetingMail } from '../meetings/meeting-mail'
import { postAboutMeeting } from '../meetings/meeting-post'
import { ServiceError } from '../soap/service-error'
import { copyPlace } from './send-mail'
import type { ServiceContext } from './service'

type Disposition = NonNullable<CreateItemRequest['messageDisposition']>

/** A response to a meeting. */
export type ResponseObject =
  | { readonly act: MeetingAnswer; readonly response: MeetingRegistrationResponse }
  | { readonly act: 'Cancel'; readonly response: CancelCalendarItem }
  | { readonly act: 'Remove'; readonly response: { readonly referenceItemId?: ItemId | undefined } }

/** How a response is sent, and where a copy of it is kept. */
interface Sending {
  readonly disposition: Disposition
  readonly savedItemFolderId: CreateItemRequest['savedItemFolderId']
}

/**
 * Responds to an invitation, cancels a meeting, or removes a cancelled one (MS-OXWSMTGS, MeetingRegistrationResponseObjectType,
 * CancelCalendarItemType, RemoveItemType). An answer that is only saved counts in the attendee's calendar, and is a draft; a cancellation
 * that is only saved changes nothing.
 *
 * @throws ServiceError
 * @returns the meeting's item in its new place, then the invitations that went to Deleted Items, and the draft
 */
export function carryOutResponse(
  response: ResponseObject,
  sending: Sending,
  context: ServiceContext,
): readonly RealItem[] {
  const reference = referenced(response.response.referenceItemId, context)
  if (response.act === 'Remove') return remove(reference, context)
  if (response.act === 'Cancel') return cancel(reference, response.response, sending, context)
  const { act, response: answer } = response
  return respond(reference, { ...answer, act }, sending, context)
}

/** The item that a response refers to. */
function referenced(itemId: ItemId | undefined, { folders }: ServiceContext): FoundItem {
  if (itemId === undefined) throw invalidReference('The reference item is missing.')
  const found = folders.itemTo('edit', { itemId })
  if (found.mailbox.isDeletedItem(found.item)) throw invalidReference('The reference item has been deleted.')
  if (itemId.changeKey === undefined || itemId.changeKey === found.item.itemId.changeKey) return found
  throw new ServiceError('ErrorStaleObject', 'The change key of the reference item is not the current one.')
}

const invalidReference = (message: string) => new ServiceError('ErrorInvalidReferenceItem', message)

/** Only the organizer can cancel a meeting. An appointment without attendees can be cancelled by its owner. */
function cancel(
  found: FoundItem,
  { newBodyContent }: CancelCalendarItem,
  { disposition, savedItemFolderId }: Sending,
  context: ServiceContext,
): RealItem[] {
  if (!isFoundAppointment(found)) throw invalidReference('The reference item is not a meeting.')
  const { mailbox, item } = found
  if (!isOrganizer(item) && item.isMeeting) {
    throw new ServiceError(
      'ErrorCalendarIsNotOrganizer',
      'You must be the organizer of the meeting to perform this operation.',
    )
  }
  if (disposition === 'SaveOnly') return []
  const { store } = context
  const off = cancelled(item)
  postAboutMeeting(store, {
    operation: CreateItem.name,
    kind: 'MeetingCancellation',
    mailbox,
    meeting: { ...off, body: newBodyContent ?? off.body },
    to: attendeesOf(off),
    copyTo: copyPlace({ savesCopy: disposition === 'SendAndSaveCopy', savedItemFolderId }, mailbox, context),
  })
  return [{ calendarItem: { itemId: store.moveToDeletedItems(mailbox, off).itemId } }]
}

/** Removes a meeting from the calendar, and the message that has cancelled it from the Inbox. */
function remove({ mailbox, item }: FoundItem, { store }: ServiceContext): RealItem[] {
  if (item.kind !== 'meetingCancellation') throw invalidReference('The reference item is not a cancellation.')
  const meeting = mailbox.find(item.associatedCalendarItemId?.id ?? '')
  if (meeting !== undefined) store.moveToDeletedItems(mailbox, meeting)
  store.moveToDeletedItems(mailbox, item)
  return []
}

interface Answer extends MeetingRegistrationResponse {
  readonly act: MeetingAnswer
}

function respond(
  reference: FoundItem,
  { act, body, proposedStart, proposedEnd }: Answer,
  { disposition, savedItemFolderId }: Sending,
  context: ServiceContext,
): RealItem[] {
  const { store } = context
  const { mailbox, item: invitation } = invited(reference, act)
  const answered: Appointment = { ...invitation, myResponseType: act, appointmentReplyTime: store.now() }
  const kept = enter(answered, act, mailbox, store)
  const organizer = answered.organizer?.mailbox.emailAddress
  const post = {
    operation: CreateItem.name,
    kind: 'MeetingResponse' as const,
    mailbox,
    meeting: answered,
    answer: act,
    response: { body, proposedStart, proposedEnd },
    to: organizer === undefined ? [] : [organizer],
  }
  const moved = requestsOf(invitation, mailbox).map((request) => store.moveToDeletedItems(mailbox, request))
  const items = [
    { calendarItem: { itemId: kept.itemId } },
    ...moved.map(({ kind, itemId }) => realItemOf(kind, { itemId })),
  ]
  if (disposition === 'SaveOnly') {
    const draft = store.createMail(
      mailbox,
      { ...meetingMail(post), isDraft: true, isRead: true },
      { folder: mailbox.drafts },
    )
    return [...items, { meetingResponse: { itemId: draft.itemId } }]
  }
  const copyTo = copyPlace({ savesCopy: disposition === 'SendAndSaveCopy', savedItemFolderId }, mailbox, context)
  postAboutMeeting(store, { ...post, copyTo })
  return items
}

/** The attendee's item of a meeting after the answer. A meeting that was declined leaves the calendar. */
function enter(answered: Appointment, answer: MeetingAnswer, mailbox: Mailbox, store: MailboxStore): Appointment {
  if (answer === 'Decline') return store.moveToDeletedItems(mailbox, answered)
  const { intendedFreeBusyStatus = 'Busy' } = answered
  return store.update(mailbox, {
    ...answered,
    legacyFreeBusyStatus: answer === 'Accept' ? intendedFreeBusyStatus : 'Tentative',
  })
}

/** The invitations to a meeting that are in the Inbox. */
const requestsOf = ({ uid }: Appointment, mailbox: Mailbox): Mail[] =>
  [...mailbox.inbox.items()].filter(isMail).filter((mail) => mail.kind === 'meetingRequest' && mail.uid === uid)

/** The attendee's item of the meeting that a response refers to, by itself or by an invitation. */
function invited({ mailbox, item }: FoundItem, answer: MeetingAnswer): { mailbox: Mailbox; item: Appointment } {
  if (isMail(item) && item.isOutOfDate) {
    throw new ServiceError('ErrorCalendarMeetingRequestIsOutOfDate', 'The meeting request is out of date.')
  }
  const meeting = item.kind === 'meetingRequest' ? mailbox.find(item.associatedCalendarItemId?.id ?? '') : item
  if (meeting === undefined || isMail(meeting) || !meeting.isMeeting) {
    throw invalidReference('The reference item is not a meeting.')
  }
  refuseAnswering(meeting, answer)
  return { mailbox, item: meeting }
}

function refuseAnswering(meeting: Appointment, answer: MeetingAnswer) {
  if (isOrganizer(meeting)) {
    throw new ServiceError(
      `ErrorCalendarIsOrganizerFor${answer}`,
      'The organizer of the meeting cannot respond to the invitation.',
    )
  }
  if (meeting.isCancelled) {
    throw new ServiceError(`ErrorCalendarIsCancelledFor${answer}`, 'The meeting has been cancelled.')
  }
}
