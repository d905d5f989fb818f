import { EwsProtocolError, EwsRequestError } from 'ews-booking'
import { type BookableSlot, BookingCalendar, type BookingCalendarOptions } from 'ews-booking/booking'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { at, clientOf, day, MAILBOX, rejection } from '../exchange'
import { MswDispatcher } from '../msw-dispatcher'
import { calendarAndServer, request, slot } from './bookings'

const succeeded = (view: string) =>
  `<m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage>${view}</m:FreeBusyResponse>`

/** The calendar of a server that answers every availability request with these responses. */
function calendarAnswered(responses: string): BookingCalendar {
  const xml = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body><m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>${responses}</m:FreeBusyResponseArray></m:GetUserAvailabilityResponse></s:Body></s:Envelope>`
  const answer = http.post('https://mail.example.com/*', () => HttpResponse.xml(xml))
  const client = clientOf(
    { url: 'https://mail.example.com', ca: undefined },
    { auth: { type: 'basic', username: 'x', password: 'y' }, dispatcher: new MswDispatcher(answer) },
  )
  return new BookingCalendar(client, { mailbox: MAILBOX })
}

describe('freeBusy', () => {
  it('returns times and statuses only, sorted and clipped to the window', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Late', start: at('18:00'), end: at('20:00'), status: 'Tentative' })
    server.add(MAILBOX, { subject: 'Early', start: at('07:00'), end: at('09:00') })
    server.add(MAILBOX, { subject: 'Away', start: at('12:00'), end: at('13:00'), status: 'OOF' })
    expect(await calendar.freeBusy({ start: at('08:00'), end: at('19:00') })).toEqual([
      { start: at('08:00'), end: at('09:00'), status: 'busy' },
      { start: at('12:00'), end: at('13:00'), status: 'outOfOffice' },
      { start: at('18:00'), end: at('19:00'), status: 'tentative' },
    ])
  })

  it('pain 15: WorkingElsewhere is a status like any other, and NoData is unknown', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Home', start: at('08:00'), end: at('09:00'), status: 'WorkingElsewhere' })
    server.add(MAILBOX, { subject: '?', start: at('10:00'), end: at('11:00'), status: 'NoData' })
    expect((await calendar.freeBusy(day)).map(({ status }) => status)).toEqual(['workingElsewhere', 'unknown'])
  })

  it('leaves out appointments with the status free', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Birthday', start: at('08:00'), end: at('09:00'), status: 'Free' })
    expect(await calendar.freeBusy(day)).toEqual([])
  })

  it('leaves out an appointment that ends when the window starts', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Before', start: at('08:00'), end: at('09:00') })
    server.add(MAILBOX, { subject: 'After', start: at('10:00'), end: at('11:00') })
    expect(await calendar.freeBusy({ start: at('09:00'), end: at('10:00') })).toEqual([])
  })

  it('pain 28: asks for the FreeBusy view, so no title crosses the wire', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, {
      subject: 'Diagnosis',
      start: at('08:00'),
      end: at('09:00'),
      location: 'Ward 7',
      body: { bodyType: 'Text', value: 'Results' },
    })
    await calendar.freeBusy(day)
    const { xml, responseXml } = server.requests.at(-1) ?? {}
    expect(xml).toContain('<t:RequestedView>FreeBusy</t:RequestedView>')
    expect(responseXml).toContain('<t:BusyType>Busy</t:BusyType>')
    expect(responseXml).not.toMatch(/Diagnosis|Ward 7|Results|Subject|Detail/)
  })
})

describe('pain 13: a mailbox whose times are unknown is never free', () => {
  it('it has an error, and the others their times, in order (pain 14)', async () => {
    const { server, client } = await calendarAndServer()
    server.add('room-1@example.com', { subject: 'x', start: at('08:00'), end: at('09:00') })
    const mailboxes = ['nobody@example.com', MAILBOX, 'room-1@example.com']
    const answers = await BookingCalendar.freeBusyOf(client, mailboxes, day)
    expect([...answers.keys()]).toEqual(mailboxes)
    expect(answers.get('nobody@example.com')?.error).toMatchObject({ responseCode: 'ErrorMailRecipientNotFound' })
    expect(answers.get('nobody@example.com')?.periods).toBeUndefined()
    expect(answers.get(MAILBOX)).toEqual({ periods: [] })
    expect(answers.get('room-1@example.com')?.periods).toHaveLength(1)
  })

  it('it rejects for a single calendar', async () => {
    const { client } = await calendarAndServer()
    const calendar = new BookingCalendar(client, { mailbox: 'nobody@example.com' })
    expect(await rejection(calendar.freeBusy(day))).toMatchObject({ responseCode: 'ErrorMailRecipientNotFound' })
  })

  it.each([
    [
      'a view without appointments',
      '<m:FreeBusyView><t:FreeBusyViewType>MergedOnly</t:FreeBusyViewType><t:MergedFreeBusy>0000</t:MergedFreeBusy></m:FreeBusyView>',
    ],
    ['no view', ''],
    ['no answer for the mailbox', undefined],
  ])('even if the server reports success with %s', async (_case, view) => {
    const error = await rejection(calendarAnswered(view === undefined ? '' : succeeded(view)).freeBusy(day))
    expect(error).toBeInstanceOf(EwsProtocolError)
    expect(error.hint).toContain('free/busy')
  })

  it('a status that is newer than this library is unknown', async () => {
    const event =
      '<t:CalendarEvent><t:StartTime>2026-12-01T08:00:00</t:StartTime><t:EndTime>2026-12-01T09:00:00</t:EndTime><t:BusyType>Commuting</t:BusyType></t:CalendarEvent>'
    const view = `<m:FreeBusyView><t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray>${event}</t:CalendarEventArray></m:FreeBusyView>`
    expect(await calendarAnswered(succeeded(view)).freeBusy(day)).toEqual([
      { start: at('08:00'), end: at('09:00'), status: 'unknown' },
    ])
  })
})

describe('freeSlots', () => {
  const ROOM = 'room-1@example.com'
  const morning = { start: at('08:00'), end: at('12:00'), duration: 60 }
  const startsOf = (slots: readonly BookableSlot[]) => slots.map(({ start }) => start)

  it('are the free times of the calendar, with its name', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', start: at('09:30'), end: at('10:30') })
    expect(await calendar.freeSlots(morning)).toEqual([
      { start: at('08:00'), end: at('09:00'), calendars: [MAILBOX] },
      { start: at('11:00'), end: at('12:00'), calendars: [MAILBOX] },
    ])
  })

  it('are free in all of several calendars, or in any of them', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', start: at('08:00'), end: at('10:00') })
    server.add(ROOM, { subject: 'x', start: at('09:00'), end: at('11:00') })
    const calendars = [MAILBOX, ROOM]
    expect(await calendar.freeSlots({ ...morning, calendars, mode: 'all' })).toEqual([
      { start: at('11:00'), end: at('12:00'), calendars },
    ])
    expect(await calendar.freeSlots({ ...morning, calendars, mode: 'any' })).toEqual([
      { start: at('08:00'), end: at('09:00'), calendars: [ROOM] },
      { start: at('10:00'), end: at('11:00'), calendars: [MAILBOX] },
      { start: at('11:00'), end: at('12:00'), calendars },
    ])
  })

  it('are what `book` accepts: treatAsBusy of the calendar decides by default', async () => {
    const tentative = { subject: 'x', start: at('08:00'), end: at('09:00'), status: 'Tentative' } as const
    const elsewhere = { subject: 'x', start: at('09:00'), end: at('10:00'), status: 'WorkingElsewhere' } as const
    const { server, client, calendar } = await calendarAndServer()
    for (const each of [tentative, elsewhere]) server.add(MAILBOX, each)
    const strict = new BookingCalendar(client, { mailbox: MAILBOX, treatAsBusy: ['tentative', 'workingElsewhere'] })
    const lenient = new BookingCalendar(client, { mailbox: MAILBOX, treatAsBusy: [] })
    expect(startsOf(await calendar.freeSlots(morning))[0]).toEqual(at('09:00'))
    expect(startsOf(await calendar.freeSlots({ ...morning, treatAsBusy: [] }))[0]).toEqual(at('08:00'))
    expect(startsOf(await lenient.freeSlots(morning))[0]).toEqual(at('08:00'))
    expect(startsOf(await strict.freeSlots(morning))[0]).toEqual(at('10:00'))
  })

  it("have working hours in the calendar's time zone, or in a given one", async () => {
    const { calendar } = await calendarAndServer({ timeZone: 'Europe/Zurich' })
    const hours = { workingHours: { tuesday: [{ from: '09:00', to: '11:00' }] } }
    const zurich = await calendar.freeSlots({ ...morning, ...hours })
    expect(startsOf(zurich)).toEqual([at('08:00'), at('09:00')])
    const london = await calendar.freeSlots({ ...morning, ...hours, timeZone: 'Europe/London' })
    expect(startsOf(london)).toEqual([at('09:00'), at('10:00')])
  })

  it('pain 13: reject if all calendars must be free and the times of one are unknown', async () => {
    const { calendar } = await calendarAndServer()
    const calendars = [MAILBOX, 'nobody@example.com']
    expect(await rejection(calendar.freeSlots({ ...morning, calendars }))).toMatchObject({
      responseCode: 'ErrorMailRecipientNotFound',
    })
  })

  it('name the calendars whose times are unknown where any one will do', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', start: at('08:00'), end: at('11:00') })
    const calendars = ['nobody@example.com', MAILBOX]
    expect(await calendar.freeSlots({ ...morning, calendars, mode: 'any' })).toMatchObject([
      {
        start: at('11:00'),
        calendars: [MAILBOX],
        unknown: [{ mailbox: 'nobody@example.com', error: { responseCode: 'ErrorMailRecipientNotFound' } }],
      },
    ])
    expect((await calendar.freeSlots({ ...morning, mode: 'any' }))[0]).not.toHaveProperty('unknown')
  })

  it('reject with the error of an unknown calendar if no other one has a slot, which an empty list would hide', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', start: at('08:00'), end: at('12:00') })
    const calendars = [MAILBOX, 'nobody@example.com']
    expect(await rejection(calendar.freeSlots({ ...morning, calendars, mode: 'any' }))).toMatchObject({
      responseCode: 'ErrorMailRecipientNotFound',
    })
  })

  it('can each be booked once', async () => {
    const { calendar } = await calendarAndServer()
    const slots = await calendar.freeSlots(morning)
    for (const [index, { start, end }] of slots.entries()) {
      await calendar.book({ key: `order-${index}`, title: 'Consultation', start, end })
    }
    expect(slots).toHaveLength(4)
    expect(await calendar.freeSlots(morning)).toEqual([])
  })

  it('reject with the reason of an aborted signal and send nothing', async () => {
    const { server, calendar } = await calendarAndServer()
    const reason = new Error('The visitor has left')
    await expect(calendar.freeSlots(morning, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })
})

describe('events', () => {
  it('are those of the mailbox, sorted, without one that ends when the window starts', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add('room-1@example.com', { subject: 'Elsewhere', start: at('09:00'), end: at('10:00') })
    server.add(MAILBOX, { subject: 'Second', start: at('10:00'), end: at('11:00'), status: 'Free' })
    server.add(MAILBOX, { subject: 'First', start: at('09:00'), end: at('10:00') })
    server.add(MAILBOX, { subject: 'Before', start: at('08:00'), end: at('09:00') })
    expect(await calendar.events({ start: at('09:00'), end: at('20:00') })).toMatchObject([
      { title: 'First', status: 'busy' },
      { title: 'Second', status: 'free' },
    ])
  })

  it('show what was booked', async () => {
    const { calendar } = await calendarAndServer()
    const { itemId, changeKey } = await calendar.book({
      ...request,
      description: 'Bring scans',
      location: 'Ward 7',
      status: 'outOfOffice',
      attendees: [{ address: 'patient@example.com', name: 'Patient' }],
    })
    expect(await calendar.events(day)).toMatchObject([
      {
        itemId,
        changeKey,
        ...slot,
        title: 'Consultation',
        description: 'Bring scans',
        location: 'Ward 7',
        status: 'outOfOffice',
        allDay: false,
        organizer: { address: MAILBOX },
        attendees: [{ address: 'patient@example.com', name: 'Patient', optional: false, resource: false }],
      },
    ])
  })
})

describe('a calendar', () => {
  it.each<[string, Partial<BookingCalendarOptions>, string]>([
    ['no mailbox', { mailbox: '' }, 'mailbox'],
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
  ])("can't be made with %s", async (_case, options, path) => {
    const { client } = await calendarAndServer()
    const make = () => new BookingCalendar(client, { mailbox: MAILBOX, ...options })
    expect(make).toThrow(EwsRequestError)
    expect(make).toThrow(expect.objectContaining({ path }))
  })

  it('can override the Windows name of its time zone for an old server', async () => {
    const { server, calendar } = await calendarAndServer({
      timeZone: 'Europe/Kyiv',
      windowsZones: { 'Europe/Kyiv': 'E. Europe Standard Time' },
    })
    await calendar.book(request)
    expect(server.calendar(MAILBOX)).toMatchObject([{ startTimeZone: { id: 'E. Europe Standard Time' } }])
  })

  it('refuses a window without duration', async () => {
    const { calendar } = await calendarAndServer()
    const window = { start: at('09:00'), end: at('09:00') }
    expect(await rejection(calendar.freeBusy(window))).toMatchObject({ path: 'end' })
    expect(await rejection(calendar.events(window))).toMatchObject({ path: 'end' })
    expect(await rejection(calendar.removeStaleHolds(window))).toMatchObject({ path: 'end' })
  })
})
