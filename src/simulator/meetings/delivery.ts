import type { AnyMessage } from '../../operations/mail/message'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import { cancelled, isOrganizer } from '../calendar/meeting-message'
import type { SentMessage } from '../calendar/sent-message'
import { occurrenceIdOf } from '../items/exchange-id'
import type { NewMail } from '../mail/mail'
import { ownAddress } from '../mail/recipient'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore, Outgoing } from '../mailbox/mailbox-store'
import { roomProcessing } from '../mailbox/room'
import { isMail } from '../mailbox/stored-item'
import { attendeeCopy, roomCopy } from './attendee-copy'
import type { MeetingAnswer } from './meeting-mail'
import { postAboutMeeting } from './meeting-post'
import { accepts } from './room-decision'
import { tracked } from './tracking'

/**
 * Delivers messages to the inboxes of the organization. The Calendar Attendant of each mailbox enters those about meetings into its
 * calendar (Microsoft, "Set-CalendarProcessing"); rooms keep no messages that they have processed. Recipients elsewhere get nothing.
 *
 * A guess, to verify: the details of cancelled occurrences.
 */
export class Delivery {
  readonly #store: MailboxStore

  constructor(store: MailboxStore) {
    this.#store = store
  }

  /** Delivers all messages that are on their way, and the answers to them. */
  run(): void {
    for (let next = this.#store.takeOutgoing(); next !== undefined; next = this.#store.takeOutgoing()) {
      for (const address of this.#recipients(next.message)) {
        const mailbox = this.#store.find(address)
        if (mailbox !== undefined) this.#receive(next, mailbox)
      }
    }
  }

  /** The recipients, with the members of groups. */
  #recipients({ to }: SentMessage): Set<string> {
    const { directory } = this.#store
    return new Set(to.flatMap((address) => directory.group(address)?.members ?? [address]))
  }

  #receive({ message, mail, meeting }: Outgoing, mailbox: Mailbox) {
    if (meeting === undefined) this.#arrive(mailbox, mail)
    // An organizer among the attendees gets nothing.
    else if (mailbox.address.toLowerCase() === message.from.toLowerCase()) return
    else if (message.kind === 'MeetingResponse') this.#track(message, mail, meeting, mailbox)
    else if (message.kind === 'MeetingCancellation') this.#cancel(mail, meeting, mailbox)
    else this.#invite(message, mail, meeting, mailbox)
  }

  /** Puts a message into the Inbox. Nobody sees the blind recipients. */
  #arrive(mailbox: Mailbox, { bccRecipients, ...mail }: NewMail, about?: Appointment) {
    const receivedBy = { mailbox: ownAddress(mailbox) }
    const received = { ...mail, receivedBy, receivedRepresenting: receivedBy, associatedCalendarItemId: about?.itemId }
    this.#store.createMail(mailbox, received, { folder: mailbox.inbox, arrives: true })
  }

  /** Marks earlier messages about a meeting (MS-OXWSMTGS, IsOutOfDate). */
  #outdate(mailbox: Mailbox, { uid, kind }: NewMail) {
    for (const item of mailbox.inbox.items()) {
      if (!isMail(item) || item.kind !== kind || item.uid !== uid || item.isOutOfDate) continue
      this.#store.updateMail(mailbox, { ...item, isOutOfDate: true, meetingRequestType: 'Outdated' })
    }
  }

  #invite(message: SentMessage, mail: NewMail, meeting: Appointment, mailbox: Mailbox) {
    const room = roomProcessing(mailbox.room)
    const present = this.#attendeesCopy(meeting, mailbox)
    if (room?.automateProcessing !== 'AutoAccept') {
      const copy = this.#enter(mailbox, present, kept(attendeeCopy(meeting), present))
      this.#outdate(mailbox, mail)
      this.#arrive(mailbox, { ...mail, meetingRequestType: requestTypeOf(meeting, present) }, copy)
      return
    }
    const isAccepted = accepts(meeting, mailbox.calendar, room, this.#store.now())
    if (isAccepted) this.#enter(mailbox, present, roomCopy(meeting, room))
    else if (present !== undefined) this.#store.delete(mailbox, present)
    this.#answer(message, meeting, mailbox, isAccepted ? 'Accept' : 'Decline')
  }

  /** Saves a copy of a meeting, or changes the one that is there. */
  #enter(mailbox: Mailbox, present: Appointment | undefined, copy: CalendarItem): Appointment {
    if (present === undefined) return this.#store.create(mailbox, copy)
    const { itemId, itemClass } = present
    return this.#store.update(mailbox, { ...present, ...copy, itemId, itemClass })
  }

  #answer({ operation, from }: SentMessage, original: Appointment, mailbox: Mailbox, answer: MeetingAnswer) {
    const meeting = { ...original, myResponseType: answer }
    postAboutMeeting(this.#store, { operation, kind: 'MeetingResponse', mailbox, meeting, answer, to: [from] })
  }

  #cancel(mail: NewMail, meeting: Appointment, mailbox: Mailbox) {
    const present = this.#attendeesCopy(meeting, mailbox)
    if (mailbox.room === undefined || mailbox.room === false) {
      const copy = present && this.#markCancelled(present, mailbox)
      this.#outdate(mailbox, { ...mail, kind: 'meetingRequest' })
      this.#arrive(mailbox, mail, copy)
    } else if (present !== undefined) {
      this.#store.delete(mailbox, present)
    }
  }

  #markCancelled(present: Appointment, mailbox: Mailbox): Appointment {
    const subject = present.isCancelled ? present.subject : cancelled(present).subject
    return this.#store.update(mailbox, { ...present, isCancelled: true, legacyFreeBusyStatus: 'Free', subject })
  }

  /** Enters an answer into the organizer's item. That changes the item, as any change does. */
  #track({ from }: SentMessage, mail: NewMail, { myResponseType, ...meeting }: Appointment, mailbox: Mailbox) {
    const present = this.#copyOf(meeting, mailbox)
    if (present === undefined || myResponseType === undefined || !isOrganizer(present)) {
      this.#arrive(mailbox, mail)
      return
    }
    const { proposedStart, proposedEnd } = mail
    const answer = { from, answer: myResponseType, at: this.#store.now(), proposedStart, proposedEnd }
    this.#arrive(mailbox, mail, this.#store.update(mailbox, tracked(present, answer)))
  }

  /** The copy that an attendee has. An item of the attendee's own with the same UID isn't one. */
  #attendeesCopy(meeting: Appointment, mailbox: Mailbox): Appointment | undefined {
    const copy = this.#copyOf(meeting, mailbox)
    return copy?.isMeeting && !isOrganizer(copy) ? copy : undefined
  }

  /** The copy of a meeting, or of one of its occurrences, in the calendar of another mailbox. All copies share a UID. */
  #copyOf({ uid, recurrenceId, originalStart = recurrenceId, calendarItemType }: Appointment, mailbox: Mailbox) {
    const copy = mailbox.meeting(uid)
    const isOccurrence = calendarItemType === 'Occurrence' || calendarItemType === 'Exception'
    if (copy?.recurrence === undefined || !isOccurrence || originalStart === undefined) return copy
    const occurrence = mailbox.calendar.find(occurrenceIdOf(copy.itemId.id, originalStart))
    return occurrence?.kind === undefined ? occurrence : undefined
  }
}

const isSameTime = (one: CalendarItem, other: CalendarItem) =>
  one.start?.getTime() === other.start?.getTime() && one.end?.getTime() === other.end?.getTime()

/** Whether an invitation is the first one, or changes the time, or leaves it alone (MS-OXWSMTGS, MeetingRequestType). */
function requestTypeOf(meeting: Appointment, present: Appointment | undefined): AnyMessage['meetingRequestType'] {
  if (present === undefined) return 'NewMeetingRequest'
  return isSameTime(meeting, present) ? 'InformationalUpdate' : 'FullUpdate'
}

/** An update that leaves the time alone keeps the attendee's answer (MS-OXOCAL, 3.1.4.8.4). */
function kept(copy: CalendarItem, present: Appointment | undefined): CalendarItem {
  if (present === undefined || !isSameTime(copy, present) || present.isCancelled) return copy
  const { myResponseType, legacyFreeBusyStatus } = present
  return { ...copy, myResponseType, legacyFreeBusyStatus }
}
