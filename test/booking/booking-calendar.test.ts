import { EwsProtocolError, EwsRequestError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { at, clientOf, day, exchange, MAILBOX, rejection } from '../exchange'
import { MswDispatcher } from '../msw-dispatcher'

async function calendarAndServer() {
  const server = await exchange()
  const client = clientOf(server)
  return { server, client, calendar: new BookingCalendar(client, { mailbox: MAILBOX }) }
}

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
  it('gives times and statuses in order, clipped to the window, and nothing else', async () => {
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

  it('pain 15: WorkingElsewhere is a status like others, NoData is unknown', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Home', start: at('08:00'), end: at('09:00'), status: 'WorkingElsewhere' })
    server.add(MAILBOX, { subject: '?', start: at('10:00'), end: at('11:00'), status: 'NoData' })
    expect((await calendar.freeBusy(day)).map(({ status }) => status)).toEqual(['workingElsewhere', 'unknown'])
  })

  it('leaves out what is in the calendar as free', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Birthday', start: at('08:00'), end: at('09:00'), status: 'Free' })
    expect(await calendar.freeBusy(day)).toEqual([])
  })

  it('leaves out what ends where the window starts', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Before', start: at('08:00'), end: at('09:00') })
    server.add(MAILBOX, { subject: 'After', start: at('10:00'), end: at('11:00') })
    expect(await calendar.freeBusy({ start: at('09:00'), end: at('10:00') })).toEqual([])
  })

  it('pain 28: asks for the FreeBusy view, and no title is on the wire', async () => {
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

describe('pain 13: a mailbox that can not be answered for is never free', () => {
  it('but an error of that mailbox, while the others are answered (pain 14), in order', async () => {
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

  it('of one calendar rejects', async () => {
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
  ])('also where the server reports success with %s', async (_case, view) => {
    const error = await rejection(calendarAnswered(view === undefined ? '' : succeeded(view)).freeBusy(day))
    expect(error).toBeInstanceOf(EwsProtocolError)
    expect(error.hint).toContain('free/busy')
  })

  it('nor is a time whose status is newer than this library: it is unknown', async () => {
    const event =
      '<t:CalendarEvent><t:StartTime>2026-12-01T08:00:00</t:StartTime><t:EndTime>2026-12-01T09:00:00</t:EndTime><t:BusyType>Commuting</t:BusyType></t:CalendarEvent>'
    const view = `<m:FreeBusyView><t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray>${event}</t:CalendarEventArray></m:FreeBusyView>`
    expect(await calendarAnswered(succeeded(view)).freeBusy(day)).toEqual([
      { start: at('08:00'), end: at('09:00'), status: 'unknown' },
    ])
  })
})

describe('book', () => {
  it('makes the appointment, and gives what to store: plain JSON without title', async () => {
    const { server, calendar } = await calendarAndServer()
    const slot = { start: at('09:00'), end: at('09:30') }
    const booking = await calendar.book({
      key: 'order-1',
      ...slot,
      title: 'Consultation',
      description: 'a\nb',
      location: 'Room 1',
    })

    expect(JSON.parse(JSON.stringify(booking))).toEqual(booking)
    expect(booking).toMatchObject({
      key: 'order-1',
      mailbox: MAILBOX,
      start: '2026-12-01T09:00:00.000Z',
      end: '2026-12-01T09:30:00.000Z',
    })
    expect(JSON.stringify(booking)).not.toContain('Consultation')
    expect(server.calendar(MAILBOX)).toMatchObject([
      {
        itemId: { id: booking.itemId, changeKey: booking.changeKey },
        subject: 'Consultation',
        body: { bodyType: 'Text', value: 'a\nb' },
        location: 'Room 1',
        legacyFreeBusyStatus: 'Busy',
        ...slot,
      },
    ])
    expect(await calendar.freeBusy(day)).toEqual([{ ...slot, status: 'busy' }])
  })

  it('keeps the key with the item, in a property of its own', async () => {
    const { server, calendar } = await calendarAndServer()
    await calendar.book({ key: 'order-1', start: at('09:00'), end: at('10:00'), title: 'x' })
    expect(server.calendar(MAILBOX)[0]?.extendedProperty).toMatchObject([
      { extendedFieldURI: { propertyName: 'BookingKey', propertyType: 'String' }, value: 'order-1' },
    ])
  })

  it.each<[string, object, string]>([
    ['no key', { key: '' }, 'key'],
    ['a key that is too long', { key: 'x'.repeat(256) }, 'key'],
    ['an end before the start', { end: at('08:00') }, 'end'],
    ['no length', { end: at('09:00') }, 'end'],
    ['an invalid start', { start: new Date('tomorrow') }, 'start'],
    ['a start that is no Date', { start: '2026-12-01T09:00:00Z' }, 'start'],
    ['a title that XML can not carry', { title: '\u0000' }, 'items[0].calendarItem.subject'],
  ])('refuses %s, and nothing is sent', async (_case, part, path) => {
    const { server, calendar } = await calendarAndServer()
    const request = { key: 'k', start: at('09:00'), end: at('10:00'), title: 'x', ...part }
    const error = await rejection(calendar.book(request))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path })
    expect(server.requests).toEqual([])
  })
})

describe('cancel', () => {
  it('removes the appointment and leaves the others', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Other', start: at('09:00'), end: at('10:00') })
    const booking = await calendar.book({ key: 'k', start: at('09:00'), end: at('10:00'), title: 'Mine' })
    await calendar.cancel(booking)
    expect(server.calendar(MAILBOX).map(({ subject }) => subject)).toEqual(['Other'])
  })

  it('of something that is gone says so', async () => {
    const { calendar } = await calendarAndServer()
    const booking = await calendar.book({ key: 'k', start: at('09:00'), end: at('10:00'), title: 'Mine' })
    await calendar.cancel(booking)
    expect(await rejection(calendar.cancel(booking))).toMatchObject({ responseCode: 'ErrorItemNotFound' })
  })
})

describe('events', () => {
  it('are those of the mailbox, in order, without what ends where the window starts', async () => {
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
})

describe('a calendar', () => {
  it('needs a mailbox', async () => {
    const { client } = await calendarAndServer()
    expect(() => new BookingCalendar(client, { mailbox: '' })).toThrow(EwsRequestError)
  })

  it('refuses a window without length by its name', async () => {
    const { calendar } = await calendarAndServer()
    const window = { start: at('09:00'), end: at('09:00') }
    expect(await rejection(calendar.freeBusy(window))).toMatchObject({ path: 'end' })
    expect(await rejection(calendar.events(window))).toMatchObject({ path: 'end' })
  })
})
