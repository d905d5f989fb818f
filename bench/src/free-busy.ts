import type { GetUserAvailabilityResponse } from 'ews-booking'
import { type AnswerFrame, soapFrame } from './envelope.js'
import type { Random } from './random.js'

type FreeBusyResponse = NonNullable<GetUserAvailabilityResponse['freeBusyResponseArray']>[number]
type FreeBusyView = NonNullable<FreeBusyResponse['freeBusyView']>
type CalendarEvent = NonNullable<FreeBusyView['calendarEventArray']>[number]

const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages'
const IN_TYPES = 'xmlns="http://schemas.microsoft.com/exchange/services/2006/types"'
const QUARTER_OF_AN_HOUR = 15 * 60_000
const WINDOW_START = Date.UTC(2027, 2, 1)

/** The rules of central Europe, as Exchange words them. */
const workingHours: FreeBusyView['workingHours'] = {
  timeZone: {
    bias: -60,
    standardTime: { bias: 0, time: '03:00:00', dayOrder: 5, month: 10, dayOfWeek: 'Sunday' },
    daylightTime: { bias: -60, time: '02:00:00', dayOrder: 5, month: 3, dayOfWeek: 'Sunday' },
  },
  workingPeriodArray: [
    {
      dayOfWeek: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
      startTimeInMinutes: 480,
      endTimeInMinutes: 1020,
    },
  ],
}

function calendarEvent(random: Random, index: number, events: number): CalendarEvent {
  const quarters = Math.floor((index * 42 * 96) / events) + random.below(4)
  const startTime = new Date(WINDOW_START + quarters * QUARTER_OF_AN_HOUR)
  return {
    startTime,
    endTime: new Date(startTime.getTime() + (1 + random.below(8)) * QUARTER_OF_AN_HOUR),
    busyType: random.pick('Busy', 'Busy', 'Busy', 'Tentative', 'OOF', 'Free', 'WorkingElsewhere'),
  }
}

/** One mailbox's busy times within 42 days. */
export function freeBusyResponse(random: Random, events: number): FreeBusyResponse {
  return {
    responseMessage: { responseClass: 'Success', responseCode: 'NoError' },
    freeBusyView: {
      freeBusyViewType: ['FreeBusy'],
      calendarEventArray: Array.from({ length: events }, (_, index) => calendarEvent(random, index, events)),
      workingHours,
    },
  }
}

/** Exchange leaves the zone out: the times are in the one that the request named. */
const zoneless = (instant: Date): string => instant.toISOString().slice(0, 19)

const eventXml = ({ startTime, endTime, busyType }: CalendarEvent): string =>
  `<CalendarEvent><StartTime>${zoneless(startTime)}</StartTime><EndTime>${zoneless(endTime)}</EndTime>` +
  `<BusyType>${busyType}</BusyType></CalendarEvent>`

const workingHoursXml =
  `<WorkingHours ${IN_TYPES}><TimeZone><Bias>-60</Bias>` +
  '<StandardTime><Bias>0</Bias><Time>03:00:00</Time><DayOrder>5</DayOrder><Month>10</Month>' +
  '<DayOfWeek>Sunday</DayOfWeek></StandardTime>' +
  '<DaylightTime><Bias>-60</Bias><Time>02:00:00</Time><DayOrder>5</DayOrder><Month>3</Month>' +
  '<DayOfWeek>Sunday</DayOfWeek></DaylightTime></TimeZone>' +
  '<WorkingPeriodArray><WorkingPeriod><DayOfWeek>Monday Tuesday Wednesday Thursday Friday</DayOfWeek>' +
  '<StartTimeInMinutes>480</StartTimeInMinutes><EndTimeInMinutes>1020</EndTimeInMinutes>' +
  '</WorkingPeriod></WorkingPeriodArray></WorkingHours>'

/** Returns the answer for one mailbox as Exchange sends it. */
export const freeBusyResponseXml = ({ freeBusyView }: FreeBusyResponse): string =>
  '<FreeBusyResponse><ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode></ResponseMessage>' +
  `<FreeBusyView><FreeBusyViewType ${IN_TYPES}>FreeBusy</FreeBusyViewType>` +
  `<CalendarEventArray ${IN_TYPES}>${(freeBusyView?.calendarEventArray ?? []).map(eventXml).join('')}</CalendarEventArray>` +
  `${workingHoursXml}</FreeBusyView></FreeBusyResponse>`

/** The envelope around the mailboxes. */
export const freeBusyFrame: AnswerFrame = soapFrame({
  opening: `<GetUserAvailabilityResponse xmlns="${MESSAGES}"><FreeBusyResponseArray>`,
  closing: '</FreeBusyResponseArray></GetUserAvailabilityResponse>',
})

export const freeBusyAnswer = (random: Random, mailboxes: number, events: number): GetUserAvailabilityResponse => ({
  freeBusyResponseArray: Array.from({ length: mailboxes }, () => freeBusyResponse(random, events)),
})

export const freeBusyXml = ({ freeBusyResponseArray = [] }: GetUserAvailabilityResponse): string =>
  `${freeBusyFrame.opening}${freeBusyResponseArray.map(freeBusyResponseXml).join('')}${freeBusyFrame.closing}`
