import { type CalendarItem, CreateItem, type CreateItemRequest } from '../../operations'
import type { ItemId } from '../../operations/types/item-id'
import type { FoundItem } from '../authorization/folders'
import type { Appointment } from '../calendar/appointment'
import { attendeesOf, cancelled, isOrganizer, meetingMessage } from '../calendar/meeting-message'
import { ServiceError } from '../soap/service-error'
import type { ServiceContext } from './service'

type Answer = 'Accept' | 'Tentative' | 'Decline'
type Disposition = NonNullable<CreateItemRequest['messageDisposition']>

/** A response to a meeting. */
export interface ResponseObject {
  readonly act: Answer | 'Cancel'
  readonly response: { readonly referenceItemId?: ItemId | undefined }
}

/**
 * Cancels a meeting or responds to an invitation (MS-OXWSMTGS, CancelCalendarItemType, MeetingRegistrationResponseObjectType). A
 * response that is saved as a draft changes nothing.
 *
 * @throws ServiceError
 * @returns the meeting's item, in its new place
 */
export function carryOutResponse(
  { act, response }: ResponseObject,
  disposition: Disposition,
  context: ServiceContext,
): CalendarItem[] {
  const found = referenced(response.referenceItemId, context)
  if (act === 'Cancel') refuseCancelling(found.appointment)
  else refuseAnswering(found.appointment, act)
  if (disposition === 'SaveOnly') return []
  const { itemId } = act === 'Cancel' ? cancel(found, context) : answer(found, act, context)
  return [{ itemId }]
}

function referenced(itemId: ItemId | undefined, { folders }: ServiceContext): FoundItem {
  if (itemId === undefined) throw invalidReference('The reference item is missing.')
  const found = folders.itemTo('edit', { itemId })
  if (found.mailbox.isDeletedItem(found.appointment)) throw invalidReference('The reference item has been deleted.')
  if (itemId.changeKey === undefined || itemId.changeKey === found.appointment.itemId.changeKey) return found
  throw new ServiceError('ErrorStaleObject', 'The change key of the reference item is not the current one.')
}

const invalidReference = (message: string) => new ServiceError('ErrorInvalidReferenceItem', message)

/** Only the organizer can cancel a meeting. An appointment without attendees can be cancelled by its owner. */
function refuseCancelling(appointment: Appointment) {
  if (isOrganizer(appointment) || !appointment.isMeeting) return
  throw new ServiceError(
    'ErrorCalendarIsNotOrganizer',
    'You must be the organizer of the meeting to perform this operation.',
  )
}

function refuseAnswering(appointment: Appointment, answer: Answer) {
  if (!appointment.isMeeting) throw invalidReference('The reference item is not a meeting.')
  if (isOrganizer(appointment)) {
    throw new ServiceError(
      `ErrorCalendarIsOrganizerFor${answer}`,
      'The organizer of the meeting cannot respond to the invitation.',
    )
  }
  if (appointment.isCancelled) {
    throw new ServiceError(`ErrorCalendarIsCancelledFor${answer}`, 'The meeting has been cancelled.')
  }
}

function cancel({ mailbox, appointment }: FoundItem, { store }: ServiceContext): Appointment {
  const off = cancelled(appointment)
  store.send(meetingMessage(CreateItem.name, 'MeetingCancellation', mailbox, off, attendeesOf(off)), off)
  return store.moveToDeletedItems(mailbox, off)
}

function answer({ mailbox, appointment }: FoundItem, myResponseType: Answer, { store }: ServiceContext): Appointment {
  const { organizer, intendedFreeBusyStatus = 'Busy' } = appointment
  const answered: Appointment = { ...appointment, myResponseType, appointmentReplyTime: store.now() }
  const legacyFreeBusyStatus = myResponseType === 'Accept' ? intendedFreeBusyStatus : 'Tentative'
  const kept =
    myResponseType === 'Decline'
      ? store.moveToDeletedItems(mailbox, answered)
      : store.update(mailbox, { ...answered, legacyFreeBusyStatus })
  const to = organizer?.mailbox.emailAddress
  store.send(meetingMessage(CreateItem.name, 'MeetingResponse', mailbox, kept, to === undefined ? [] : [to]), answered)
  return kept
}
