import { describe, expect, it } from 'vitest'
import { GetUserAvailability, type GetUserAvailabilityRequest } from '../../../src/operations'
import { basic, readAnswer, requestXml } from '../ews-connection'
import { at, CLERK, DOCTOR, ROOM, withExchange } from '../exchange'

type Options = NonNullable<GetUserAvailabilityRequest['freeBusyViewOptions']>

const window = { startTime: at('08:00'), endTime: at('12:00') }
const ask = (mailboxes: readonly string[], options: Partial<Options> = {}): GetUserAvailabilityRequest => ({
  mailboxDataArray: mailboxes.map((address) => ({ email: { address }, attendeeType: 'Required' })),
  freeBusyViewOptions: { timeWindow: window, ...options },
})

describe('GetUserAvailability', () => {
  const { exchange, connection, call, ask: send, fault } = withExchange()
  const views = async (request: GetUserAvailabilityRequest) =>
    (await call(GetUserAvailability, request)).freeBusyResponseArray?.map(({ freeBusyView }) => freeBusyView) ?? []

  it('answers for each mailbox in the order of the request, with an error for an unknown one', async () => {
    exchange().add(ROOM, { subject: 'Meeting', start: at('09:00'), end: at('10:00'), status: 'OOF' })
    const request = ask([DOCTOR, 'nobody@example.com', 'ROOM-1@example.com'], { requestedView: 'FreeBusy' })
    expect((await call(GetUserAvailability, request)).freeBusyResponseArray).toMatchObject([
      { responseMessage: { responseCode: 'NoError' }, freeBusyView: { calendarEventArray: [] } },
      { responseMessage: { responseClass: 'Error', responseCode: 'ErrorMailRecipientNotFound' } },
      { freeBusyView: { calendarEventArray: [{ startTime: at('09:00'), endTime: at('10:00'), busyType: 'OOF' }] } },
    ])
  })

  it('has no titles in the FreeBusy views', async () => {
    exchange().add(DOCTOR, { subject: 'Biopsy of Mr Smith', location: 'Lab', start: at('09:00'), end: at('10:00') })
    for (const requestedView of ['FreeBusy', 'FreeBusyMerged', 'MergedOnly', undefined] as const) {
      const { text } = await send(GetUserAvailability, ask([DOCTOR], { requestedView }))
      expect(text).not.toMatch(/Biopsy|Lab|CalendarEventDetails/)
    }
  })

  it('returns uncut events that overlap the window, by start, including those with status Free', async () => {
    exchange().add(DOCTOR, { subject: 'late', start: at('11:30'), end: at('13:00'), status: 'Free' })
    exchange().add(DOCTOR, { subject: 'early', start: at('07:00'), end: at('08:30') })
    exchange().add(DOCTOR, { subject: 'before', start: at('07:00'), end: at('08:00') })
    exchange().add(DOCTOR, { subject: 'after', start: at('12:00'), end: at('13:00') })
    const [view] = await views(ask([DOCTOR], { requestedView: 'FreeBusy' }))
    expect(view?.freeBusyViewType).toEqual(['FreeBusy'])
    expect(view).not.toHaveProperty('mergedFreeBusy')
    expect(view?.calendarEventArray).toEqual([
      { startTime: at('07:00'), endTime: at('08:30'), busyType: 'Busy' },
      { startTime: at('11:30'), endTime: at('13:00'), busyType: 'Free' },
    ])
    expect(view?.workingHours?.workingPeriodArray).toMatchObject([{ startTimeInMinutes: 480, endTimeInMinutes: 1020 }])
  })

  it('has details in the Detailed views, but not of private items', async () => {
    exchange().add(DOCTOR, { subject: 'Rounds', location: 'Ward 3', start: at('08:00'), end: at('09:00') })
    exchange().add(DOCTOR, { subject: 'Dentist', start: at('10:00'), end: at('11:00'), sensitivity: 'Private' })
    const request = ask([DOCTOR], { requestedView: 'Detailed' })
    const [view] = await views(request)
    expect(view?.calendarEventArray?.map(({ calendarEventDetails }) => calendarEventDetails)).toMatchObject([
      { subject: 'Rounds', location: 'Ward 3', isPrivate: false, isMeeting: false },
      { isPrivate: true },
    ])
    expect((await send(GetUserAvailability, request)).text).not.toContain('Dentist')
  })

  it('returns no details to a caller without rights to the calendar', async () => {
    exchange().add(DOCTOR, { subject: 'Rounds', start: at('08:00'), end: at('09:00') })
    const request = ask([DOCTOR], { requestedView: 'DetailedMerged' })
    const { text, response } = await send(GetUserAvailability, request, { authorization: CLERK, as: 'self' })
    expect(text).not.toContain('Rounds')
    expect(response?.freeBusyResponseArray?.[0]?.freeBusyView?.freeBusyViewType).toEqual(['FreeBusyMerged'])
  })

  it('merges the statuses of each interval into a digit, and the strongest one wins', async () => {
    const add = (start: string, end: string, status: 'Free' | 'Tentative' | 'Busy' | 'OOF' | 'WorkingElsewhere') =>
      exchange().add(DOCTOR, { subject: status, start: at(start), end: at(end), status })
    add('08:00', '08:30', 'Free')
    add('08:30', '09:30', 'Tentative')
    add('09:00', '09:10', 'Busy')
    add('10:00', '10:01', 'OOF')
    add('11:30', '12:30', 'WorkingElsewhere')
    const [merged] = await views(ask([DOCTOR], { requestedView: 'MergedOnly' }))
    expect(merged).toEqual({ freeBusyViewType: ['MergedOnly'], mergedFreeBusy: '01203004' })
    const [hourly] = await views(
      ask([DOCTOR], { requestedView: 'FreeBusyMerged', mergedFreeBusyIntervalInMinutes: 60 }),
    )
    expect(hourly).toMatchObject({ mergedFreeBusy: '1234' })
    expect(hourly?.calendarEventArray).toHaveLength(5)
  })

  it.each([
    ['more than 100 mailboxes', ask(Array(101).fill(DOCTOR)), 'ErrorMailboxDataArrayTooBig'],
    [
      'an empty window',
      ask([DOCTOR], { timeWindow: { startTime: at('08:00'), endTime: at('08:00') } }),
      'ErrorInvalidTimeInterval',
    ],
    ['the view None', ask([DOCTOR], { requestedView: 'None' }), 'ErrorInvalidFreeBusyViewType'],
    [
      'an interval shorter than 5 minutes',
      ask([DOCTOR], { mergedFreeBusyIntervalInMinutes: 4 }),
      'ErrorInvalidMergedFreeBusyInterval',
    ],
    [
      'an interval longer than a day',
      ask([DOCTOR], { mergedFreeBusyIntervalInMinutes: 1441 }),
      'ErrorInvalidMergedFreeBusyInterval',
    ],
  ])('refuses %s', async (_case, request, responseCode) => {
    expect(await fault(GetUserAvailability, request)).toMatchObject({ status: 500, detail: { responseCode } })
  })

  it('refuses a window longer than 42 days for each mailbox', async () => {
    const timeWindow = { startTime: at('08:00'), endTime: new Date('2027-01-12T08:00:01Z') }
    expect((await call(GetUserAvailability, ask([DOCTOR], { timeWindow }))).freeBusyResponseArray).toMatchObject([
      { responseMessage: { responseCode: 'ErrorTimeIntervalTooBig' } },
    ])
  })

  it('refuses a request for neither view, which this client never sends', async () => {
    const pattern = /<t:FreeBusyViewOptions>.*<\/t:FreeBusyViewOptions>/
    const body = requestXml(GetUserAvailability, ask([DOCTOR])).replace(pattern, '')
    const { text } = await connection().send({ authorization: basic('EXAMPLE\\svc-booking', 's3cret'), body })
    expect(readAnswer(GetUserAvailability, text).body.fault?.faultcode).toBe('e:ErrorMissingArgument')
  })
})
