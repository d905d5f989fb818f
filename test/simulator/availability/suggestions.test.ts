import { describe, expect, it } from 'vitest'
import {
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type SuggestionsViewOptions,
  type WorkingHours,
} from '../../../src/operations'
import { at, DOCTOR, ROOM, withExchange } from '../exchange'

const NIGHT_OWL = 'owl@example.com'
const season = { bias: 0, time: '02:00:00', dayOrder: 1, dayOfWeek: 'Sunday' } as const
const nights: WorkingHours = {
  timeZone: { bias: 300, standardTime: { ...season, month: 11 }, daylightTime: { ...season, month: 3 } },
  workingPeriodArray: [{ dayOfWeek: ['Day'], startTimeInMinutes: 1200, endTimeInMinutes: 1380 }],
}

const suggest = (
  options: Partial<SuggestionsViewOptions> = {},
  mailboxes: readonly string[] = [DOCTOR, ROOM],
  excludeConflicts?: boolean,
): GetUserAvailabilityRequest => ({
  mailboxDataArray: mailboxes.map((address) => ({ email: { address }, attendeeType: 'Required', excludeConflicts })),
  suggestionsViewOptions: {
    detailedSuggestionsWindow: { startTime: at('08:00'), endTime: at('11:00') },
    minimumSuggestionQuality: 'Poor',
    ...options,
  },
})

describe('GetUserAvailability suggests times', () => {
  const { exchange, call, fault } = withExchange({
    mailboxes: [DOCTOR, ROOM, { address: NIGHT_OWL, workingHours: nights }],
  })
  const days = async (request: GetUserAvailabilityRequest) =>
    (await call(GetUserAvailability, request)).suggestionsResponse?.suggestionDayResultArray ?? []
  const suggestions = async (request: GetUserAvailabilityRequest) =>
    (await days(request)).flatMap(({ suggestionArray = [] }) => suggestionArray)
  const times = async (request: GetUserAvailabilityRequest) =>
    (await suggestions(request)).map(({ meetingTime }) => meetingTime)

  it('at each hour and half hour with which the meeting fits into the window', async () => {
    expect(await times(suggest())).toEqual(['08:00', '08:30', '09:00', '09:30', '10:00'].map(at))
    expect(await times(suggest({ meetingDurationInMinutes: 120 }))).toEqual(['08:00', '08:30', '09:00'].map(at))
  })

  it('without free/busy times, unless the request asks for these as well', async () => {
    expect(await call(GetUserAvailability, suggest())).not.toHaveProperty('freeBusyResponseArray')
    const both = { ...suggest(), freeBusyViewOptions: { timeWindow: { startTime: at('08:00'), endTime: at('11:00') } } }
    const { freeBusyResponseArray, suggestionsResponse } = await call(GetUserAvailability, both)
    expect(freeBusyResponseArray).toHaveLength(2)
    expect(suggestionsResponse).toMatchObject({ responseMessage: { responseCode: 'NoError' } })
  })

  it('with the status of each attendee, and a quality by the number of free ones', async () => {
    exchange().add(DOCTOR, { subject: 'Rounds', start: at('08:00'), end: at('09:00') })
    exchange().add(ROOM, { subject: 'Rounds', start: at('08:00'), end: at('08:30'), status: 'OOF' })
    exchange().add(ROOM, { subject: 'Lunch', start: at('10:00'), end: at('11:00'), status: 'WorkingElsewhere' })
    const busy = (busyType: string) => ({ individualAttendeeConflictData: { busyType } })
    expect(await suggestions(suggest())).toMatchObject([
      { suggestionQuality: 'Poor', attendeeConflictDataArray: [busy('Busy'), busy('OOF')] },
      { suggestionQuality: 'Fair', attendeeConflictDataArray: [busy('Busy'), busy('Free')] },
      { suggestionQuality: 'Excellent', attendeeConflictDataArray: [busy('Free'), busy('Free')] },
      { suggestionQuality: 'Excellent' },
      { suggestionQuality: 'Excellent', attendeeConflictDataArray: [busy('Free'), busy('WorkingElsewhere')] },
    ])
  })

  it.each([
    [25, 'Good'],
    [26, 'Fair'],
  ])('good from a threshold of %s with three of four attendees free: %s', async (goodThreshold, suggestionQuality) => {
    exchange().add(ROOM, { subject: 'Rounds', start: at('08:00'), end: at('11:00') })
    const [first] = await suggestions(suggest({ goodThreshold }, [DOCTOR, DOCTOR, DOCTOR, ROOM]))
    expect(first).toMatchObject({ suggestionQuality })
  })

  it('of the requested quality at least', async () => {
    exchange().add(DOCTOR, { subject: 'Rounds', start: at('08:00'), end: at('10:00') })
    expect(await times(suggest({ minimumSuggestionQuality: 'Excellent' }))).toEqual([at('10:00')])
  })

  it('without conflicts of attendees whose conflicts are excluded', async () => {
    exchange().add(DOCTOR, { subject: 'Rounds', start: at('08:00'), end: at('10:00'), status: 'Tentative' })
    expect(await times(suggest({}, [DOCTOR, ROOM], true))).toEqual([at('10:00')])
  })

  it('pain 13: and never counts an unknown attendee as free', async () => {
    const [first] = await suggestions(suggest({}, ['nobody@example.com']))
    expect(first).toMatchObject({
      suggestionQuality: 'Poor',
      attendeeConflictDataArray: [{ unknownAttendeeConflictData: {} }],
    })
  })

  it('the best ones of each day in chronological order, and rates the day by the best of them', async () => {
    exchange().add(DOCTOR, { subject: 'Rounds', start: at('08:00'), end: at('09:00') })
    const wholeDays = { startTime: at('00:00'), endTime: new Date('2026-12-03T00:00:00Z') }
    const [first, second, ...others] = await days(
      suggest({ detailedSuggestionsWindow: wholeDays, maximumResultsByDay: 2 }),
    )
    expect(others).toEqual([])
    expect(first).toMatchObject({
      date: at('00:00'),
      dayQuality: 'Excellent',
      suggestionArray: [{ meetingTime: at('09:00') }, { meetingTime: at('09:30') }],
    })
    expect(second).toMatchObject({ date: new Date('2026-12-02T00:00:00Z') })
  })

  it('outside of working hours only as many as requested', async () => {
    const window = { startTime: at('06:00'), endTime: at('09:00') }
    const outside = async (maximumNonWorkHourResultsByDay?: number) =>
      (await suggestions(suggest({ detailedSuggestionsWindow: window, maximumNonWorkHourResultsByDay })))
        .filter(({ isWorkTime }) => !isWorkTime)
        .map(({ meetingTime }) => meetingTime)
    expect(await outside()).toEqual([])
    expect(await outside(2)).toEqual([at('06:00'), at('06:30')])
  })

  it('by the working hours of each mailbox, in its own time zone', async () => {
    const window = { startTime: at('00:00'), endTime: at('08:00') }
    expect(await times(suggest({ detailedSuggestionsWindow: window }, [NIGHT_OWL]))).toEqual(
      ['01:00', '01:30', '02:00', '02:30', '03:00'].map(at),
    )
    expect(await times(suggest({ detailedSuggestionsWindow: window }, [NIGHT_OWL, DOCTOR]))).toEqual([])
    const freeBusyViewOptions = { timeWindow: window, requestedView: 'FreeBusy' as const }
    const { freeBusyResponseArray } = await call(GetUserAvailability, {
      mailboxDataArray: [{ email: { address: NIGHT_OWL }, attendeeType: 'Required' }],
      freeBusyViewOptions,
    })
    expect(freeBusyResponseArray?.[0]?.freeBusyView?.workingHours).toEqual(nights)
  })

  it('and reports an error in their own response message', async () => {
    const window = { startTime: at('08:00'), endTime: new Date('2027-01-12T08:00:01Z') }
    const response = await call(GetUserAvailability, suggest({ detailedSuggestionsWindow: window }))
    expect(response.suggestionsResponse).not.toHaveProperty('suggestionDayResultArray')
    expect(GetUserAvailability.responseMessages(response)).toMatchObject([
      { responseClass: 'Error', responseCode: 'ErrorTimeIntervalTooBig' },
    ])
  })

  it.each([
    [
      'an empty window',
      { detailedSuggestionsWindow: { startTime: at('08:00'), endTime: at('08:00') } },
      'ErrorInvalidTimeInterval',
    ],
    ['a threshold over 50', { goodThreshold: 51 }, 'ErrorInvalidArgument'],
    ['more than 48 results a day', { maximumResultsByDay: 49 }, 'ErrorInvalidArgument'],
    ['a negative number of results', { maximumNonWorkHourResultsByDay: -1 }, 'ErrorInvalidArgument'],
    ['a meeting shorter than half an hour', { meetingDurationInMinutes: 29 }, 'ErrorInvalidArgument'],
    ['a meeting longer than a day', { meetingDurationInMinutes: 1441 }, 'ErrorInvalidArgument'],
  ])('but refuses %s', async (_case, options, responseCode) => {
    expect(await fault(GetUserAvailability, suggest(options))).toMatchObject({ status: 500, detail: { responseCode } })
  })
})
