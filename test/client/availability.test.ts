import { EwsResponseError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { at, clientOf, day, exchange, MAILBOX } from '../exchange'

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

  it('has an error where the suggestions failed, and only there', async () => {
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
