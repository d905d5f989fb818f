import { EwsResponseError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { at, clientOf, day, exchange, MAILBOX } from '../exchange'

const ROOM = 'room-1@example.com'
const NURSE = 'nurse@example.com'
const mailboxDataArray = [{ email: { address: MAILBOX }, attendeeType: 'Required' }] as const

describe('an availability request for free/busy times and suggestions', () => {
  it('is answered with both', async () => {
    const server = await exchange()
    server.add(MAILBOX, { subject: 'Rounds', start: at('09:00'), end: at('10:00') })
    const { freeBusyResponseArray, suggestionsResponse } = await clientOf(server).getUserAvailability({
      mailboxDataArray,
      freeBusyViewOptions: { timeWindow: { startTime: day.start, endTime: day.end }, requestedView: 'FreeBusy' },
      suggestionsViewOptions: {
        detailedSuggestionsWindow: { startTime: at('09:00'), endTime: at('11:00') },
        minimumSuggestionQuality: 'Excellent',
      },
    })
    expect(freeBusyResponseArray?.[0]?.freeBusyView?.calendarEventArray).toMatchObject([{ startTime: at('09:00') }])
    expect(suggestionsResponse?.suggestionDayResultArray).toMatchObject([
      { date: day.start, suggestionArray: [{ meetingTime: at('10:00'), isWorkTime: true }] },
    ])
  })

  it('reports an error for failed suggestions, and only for those', async () => {
    const tooLong = { startTime: day.start, endTime: new Date('2027-02-01T00:00:00Z') }
    const { freeBusyResponseArray, suggestionsResponse } = await clientOf(await exchange()).getUserAvailability({
      mailboxDataArray,
      freeBusyViewOptions: { timeWindow: { startTime: day.start, endTime: day.end } },
      suggestionsViewOptions: { detailedSuggestionsWindow: tooLong },
    })
    expect(freeBusyResponseArray?.[0]?.responseMessage).not.toHaveProperty('error')
    expect(suggestionsResponse?.responseMessage?.error).toBeInstanceOf(EwsResponseError)
    expect(suggestionsResponse?.responseMessage?.error).toMatchObject({ responseCode: 'ErrorTimeIntervalTooBig' })
  })
})

describe('availability of several mailboxes', () => {
  const window = { startTime: at('08:00'), endTime: at('11:00') }
  const attendees = [MAILBOX, ROOM, NURSE].map((address) => ({
    email: { address },
    attendeeType: address === ROOM ? ('Room' as const) : ('Required' as const),
  }))

  it('suggests times that suit three attendees', async () => {
    const server = await exchange({ mailboxes: [MAILBOX, ROOM, NURSE] })
    server.add(MAILBOX, { subject: 'Rounds', start: at('08:00'), end: at('09:00') })
    server.add(ROOM, { subject: 'Cleaning', start: at('09:30'), end: at('10:00') })
    server.add(NURSE, { subject: 'Call', start: at('09:00'), end: at('09:30'), status: 'Tentative' })
    const { suggestionsResponse } = await clientOf(server).getUserAvailability({
      mailboxDataArray: attendees.map((mailbox) => ({ ...mailbox, excludeConflicts: true })),
      suggestionsViewOptions: { meetingDurationInMinutes: 60, detailedSuggestionsWindow: window },
    })
    const free = { individualAttendeeConflictData: { busyType: 'Free' } }
    expect(suggestionsResponse?.suggestionDayResultArray?.[0]?.suggestionArray).toMatchObject([
      {
        meetingTime: at('10:00'),
        suggestionQuality: 'Excellent',
        isWorkTime: true,
        attendeeConflictDataArray: [free, free, free],
      },
    ])
  })

  it.each([
    ['MergedOnly', ['freeBusyViewType', 'mergedFreeBusy']],
    ['FreeBusy', ['freeBusyViewType', 'calendarEventArray', 'workingHours']],
    ['FreeBusyMerged', ['freeBusyViewType', 'mergedFreeBusy', 'calendarEventArray', 'workingHours']],
    ['Detailed', ['freeBusyViewType', 'calendarEventArray', 'workingHours']],
    ['DetailedMerged', ['freeBusyViewType', 'mergedFreeBusy', 'calendarEventArray', 'workingHours']],
  ] as const)('pain 28: with the view %s has no more than it says', async (requestedView, parts) => {
    const server = await exchange({ mailboxes: [MAILBOX, ROOM, NURSE] })
    server.add(MAILBOX, { subject: 'Rounds', start: at('08:30'), end: at('09:30') })
    const { freeBusyResponseArray } = await clientOf(server).getUserAvailability({
      mailboxDataArray: attendees,
      freeBusyViewOptions: { timeWindow: window, mergedFreeBusyIntervalInMinutes: 30, requestedView },
    })
    const view = freeBusyResponseArray?.[0]?.freeBusyView
    expect(Object.keys(view ?? {})).toEqual(parts)
    expect(view?.freeBusyViewType).toEqual([requestedView])
    expect(view?.mergedFreeBusy ?? '022000').toBe('022000')
    const details = view?.calendarEventArray?.map((event) => event.calendarEventDetails?.subject)
    if (requestedView !== 'MergedOnly') {
      expect(details).toEqual([requestedView.startsWith('Detailed') ? 'Rounds' : undefined])
      expect(view?.workingHours?.workingPeriodArray).toMatchObject([
        { startTimeInMinutes: expect.any(Number), endTimeInMinutes: expect.any(Number) },
      ])
    }
  })
})
