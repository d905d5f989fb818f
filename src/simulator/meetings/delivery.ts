import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import { cancelled, isOrganizer } from '../calendar/meeting-message'
import type { SentMessage } from '../calendar/sent-message'
import { occurrenceIdOf } from '../items/exchange-id'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore, Outgoing } from '../mailbox/mailbox-store'
import { roomProcessing } from '../mailbox/room'
import { attendeeCopy, roomCopy } from './attendee-copy'
import { accepts } from './room-decision'
import { tracked } from './tracking'

type Answer = 'Accept' | 'Tentative' | 'Decline'

/** The prefixes of the subjects of answers. */
const PREFIXES: Readonly<Record<Answer, string>> = { Accept: 'Accepted', Tentative: 'Tentative', Decline: 'Declined' }

/**
 * Delivers the messages about meetings to the mailboxes of the organization, as the Calendar Attendant of each of them enters them
 * into its calendar (Microsoft, "Set-CalendarProcessing"). Recipients elsewhere get nothing.
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
        if (mailbox !== undefined && address.toLowerCase() !== next.message.from.toLowerCase())
          this.#receive(next, mailbox)
      }
    }
  }

  /** The recipients, with the members of groups. */
  #recipients({ to }: SentMessage): Set<string> {
    const { directory } = this.#store
    return new Set(to.flatMap((address) => directory.group(address)?.members ?? [address]))
  }

  #receive({ message, meeting }: Outgoing, mailbox: Mailbox) {
    if (message.kind === 'MeetingResponse') this.#track(message, meeting, mailbox)
    else if (message.kind === 'MeetingCancellation') this.#cancel(meeting, mailbox)
    else this.#invite(message, meeting, mailbox)
  }

  #invite(message: SentMessage, meeting: Appointment, mailbox: Mailbox) {
    const room = roomProcessing(mailbox.room)
    const present = this.#attendeesCopy(meeting, mailbox)
    if (room?.automateProcessing !== 'AutoAccept') {
      this.#enter(mailbox, present, kept(attendeeCopy(meeting), present))
      return
    }
    const isAccepted = accepts(meeting, mailbox.calendar, room, this.#store.now())
    if (isAccepted) this.#enter(mailbox, present, roomCopy(meeting, room))
    else if (present !== undefined) this.#store.delete(mailbox, present)
    this.#answer(message, meeting, mailbox, isAccepted ? 'Accept' : 'Decline')
  }

  /** Saves a copy of a meeting, or changes the one that is there. */
  #enter(mailbox: Mailbox, present: Appointment | undefined, copy: CalendarItem) {
    if (present === undefined) this.#store.create(mailbox, copy)
    else this.#store.update(mailbox, { ...present, ...copy, itemId: present.itemId, itemClass: present.itemClass })
  }

  #answer({ operation, from }: SentMessage, meeting: Appointment, mailbox: Mailbox, answer: Answer) {
    const subject = `${PREFIXES[answer]}: ${meeting.subject ?? ''}`
    const response = { operation, kind: 'MeetingResponse', from: mailbox.address, to: [from], subject } as const
    this.#store.send(response, { ...meeting, myResponseType: answer })
  }

  #cancel(meeting: Appointment, mailbox: Mailbox) {
    const present = this.#attendeesCopy(meeting, mailbox)
    if (present === undefined) return
    if (mailbox.room === undefined || mailbox.room === false) {
      const subject = present.isCancelled ? present.subject : cancelled(present).subject
      this.#store.update(mailbox, { ...present, isCancelled: true, legacyFreeBusyStatus: 'Free', subject })
    } else {
      this.#store.delete(mailbox, present)
    }
  }

  /** Enters an answer into the organizer's item. That changes the item, as any change does. */
  #track({ from }: SentMessage, { myResponseType, ...meeting }: Appointment, mailbox: Mailbox) {
    const present = this.#copyOf(meeting, mailbox)
    if (present === undefined || myResponseType === undefined || !isOrganizer(present)) return
    this.#store.update(mailbox, tracked(present, { from, answer: myResponseType, at: this.#store.now() }))
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
    return mailbox.calendar.find(occurrenceIdOf(copy.itemId.id, originalStart))
  }
}

/** An update that leaves the time alone keeps the attendee's answer (MS-OXOCAL, 3.1.4.8.4). */
function kept(copy: CalendarItem, present: Appointment | undefined): CalendarItem {
  const isSameTime =
    present?.start.getTime() === copy.start?.getTime() && present?.end.getTime() === copy.end?.getTime()
  if (present === undefined || !isSameTime || present.isCancelled) return copy
  const { myResponseType, legacyFreeBusyStatus } = present
  return { ...copy, myResponseType, legacyFreeBusyStatus }
}
