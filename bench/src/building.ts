import { buildEnvelope, CreateItem, FindItem, GetUserAvailability } from 'ews-booking'
import { bookingKey } from './calendar-items.js'
import { measureInTurn } from './contestant.js'
import { EnvelopeBuilder } from './peers/ews-javascript-api.js'
import type { AppointmentFacts, AvailabilityFacts, CalendarViewFacts } from './request-facts.js'
import { type Row, timesFaster } from './table.js'

const availability: AvailabilityFacts = {
  mailboxes: Array.from({ length: 100 }, (_, index) => `mailbox-${index}@example.com`),
  start: new Date('2027-03-01T00:00:00Z'),
  end: new Date('2027-04-12T00:00:00Z'),
}

const appointment: AppointmentFacts = {
  subject: 'First consultation, Röntgen',
  body: 'Booked online.\nReference 4711, new patient',
  start: new Date('2027-03-02T09:00:00Z'),
  end: new Date('2027-03-02T09:30:00Z'),
  location: 'Room 2, 3rd floor',
  categories: ['Booking'],
  key: 'order-4711',
}

const ourGetUserAvailability = ({ mailboxes, start, end }: AvailabilityFacts): string =>
  buildEnvelope(GetUserAvailability, {
    mailboxDataArray: mailboxes.map((address) => ({ email: { address }, attendeeType: 'Required' as const })),
    freeBusyViewOptions: {
      timeWindow: { startTime: start, endTime: end },
      mergedFreeBusyIntervalInMinutes: 30,
      requestedView: 'FreeBusy',
    },
  })

const ourCreateItem = ({ subject, body, start, end, location, categories, key }: AppointmentFacts): string =>
  buildEnvelope(CreateItem, {
    sendMeetingInvitations: 'SendToNone',
    savedItemFolderId: { distinguishedFolderId: { id: 'calendar' } },
    items: [
      {
        calendarItem: {
          subject,
          body: { bodyType: 'Text', value: body },
          categories,
          extendedProperty: [{ extendedFieldURI: bookingKey, value: key }],
          start,
          end,
          legacyFreeBusyStatus: 'Busy',
          location,
        },
      },
    ],
  })

const ourFindItem = ({ start, end }: CalendarViewFacts): string =>
  buildEnvelope(FindItem, {
    traversal: 'Shallow',
    itemShape: { baseShape: 'AllProperties', additionalProperties: [{ extendedFieldURI: bookingKey }] },
    calendarView: { startDate: start, endDate: end },
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  })

async function compared(what: string, ours: () => string, theirs: () => string): Promise<Row> {
  const time = await measureInTurn({ ours, theirs })
  return timesFaster({ what, peerName: 'ews-javascript-api', ours: time('ours'), peer: time('theirs') }, 5)
}

/** From the facts to the envelope, request objects included. */
export async function building(): Promise<Row[]> {
  const builder = new EnvelopeBuilder()
  return [
    await compared(
      'build GetUserAvailability, 100 mailboxes',
      () => ourGetUserAvailability(availability),
      () => builder.getUserAvailability(availability),
    ),
    await compared(
      'build FindItem, calendar view',
      () => ourFindItem(availability),
      () => builder.findItem(availability),
    ),
    await compared(
      'build CreateItem, 1 appointment',
      () => ourCreateItem(appointment),
      () => builder.createItem(appointment),
    ),
  ]
}
