import { EwsClient, EwsProtocolError, EwsRequestError, EwsResponseError } from 'ews-booking'
import { BookingCalendar, type MailboxEvent } from 'ews-booking/booking'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { htmlText } from '../../src/booking/events/html-text'
import { at, clientOf, day, MAILBOX, rejection } from '../exchange'
import { fixture } from '../fixtures'
import { MswDispatcher } from '../msw-dispatcher'
import { calendarAndServer, request, slot } from './bookings'

const NAMESPACES =
  'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"'

const envelope = (body: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ${NAMESPACES}><s:Body>${body}</s:Body></s:Envelope>`

const busy = (date: string) =>
  `<t:CalendarEvent><t:StartTime>${date}T09:00:00Z</t:StartTime><t:EndTime>${date}T10:00:00Z</t:EndTime><t:BusyType>Busy</t:BusyType></t:CalendarEvent>`

const availability = (...dates: readonly string[]) =>
  envelope(
    `<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray><m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage><m:FreeBusyView><t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray>${dates.map(busy).join('')}</t:CalendarEventArray></m:FreeBusyView></m:FreeBusyResponse></m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>`,
  )

/**
 * The calendar of a server that answers each operation with the body of the same name, and says that nobody is busy. Other operations are a
 * test's mistake.
 */
function calendarAnswering(answers: Readonly<Record<string, string | ((requestXml: string) => string)>>) {
  const operations: string[] = []
  const answer = http.post('https://mail.example.com/*', async ({ request }) => {
    const xml = await request.text()
    const [, operation = ''] = /<s:Body><m:(\w+?)(?:Request)?[ >]/.exec(xml) ?? []
    operations.push(operation)
    const body = answers[operation] ?? (operation === 'GetUserAvailability' ? availability() : undefined)
    if (body === undefined) throw new TypeError(`Nobody expects ${operation}`)
    return HttpResponse.xml(typeof body === 'string' ? body : body(xml))
  })
  const client = clientOf(
    { url: 'https://mail.example.com', ca: undefined },
    { auth: { type: 'basic', username: 'x', password: 'y' }, dispatcher: new MswDispatcher(answer) },
  )
  return { calendar: new BookingCalendar(client, { mailbox: MAILBOX }), operations }
}

const found = (items: string, attributes = 'IncludesLastItemInRange="true"') =>
  envelope(
    `<m:FindItemResponse><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder ${attributes}><t:Items>${items}</t:Items></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>`,
  )

const got = (...messages: readonly string[]) =>
  envelope(`<m:GetItemResponse><m:ResponseMessages>${messages.join('')}</m:ResponseMessages></m:GetItemResponse>`)

const read = (item: string) =>
  `<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items>${item}</m:Items></m:GetItemResponseMessage>`

const unreadable = (code: string) =>
  `<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>Broken</m:MessageText><m:ResponseCode>${code}</m:ResponseCode><m:Items/></m:GetItemResponseMessage>`

const TIMES = '<t:Start>2026-12-01T09:00:00Z</t:Start><t:End>2026-12-01T09:30:00Z</t:End>'

const item = (id: string, more = '') =>
  `<t:CalendarItem><t:ItemId Id="${id}" ChangeKey="1"/>${more}${TIMES}<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:CalendarItemType>Single</t:CalendarItemType></t:CalendarItem>`

const errorsOf = (events: readonly MailboxEvent[]) => events.map(({ error }) => error)

describe('pain 36: an item of an unknown kind in a calendar view takes its time', () => {
  const kinds = ['Booking', 'Message', 'MeetingRequest', 'Item']

  it.each(kinds)('%s blocks a booking', async (kind) => {
    const withTimes = `<t:${kind}><t:ItemId Id="a" ChangeKey="1"/>${TIMES}</t:${kind}>`
    for (const each of [withTimes, `<t:${kind}/>`]) {
      const { calendar, operations } = calendarAnswering({ FindItem: found(each) })
      expect(await rejection(calendar.book(request))).toMatchObject({ takenBy: { status: 'unknown' } })
      expect(operations).not.toContain('CreateItem')
    }
  })

  it.each(kinds)('%s is an event with time, status and an error that names it', async (kind) => {
    const items = `<t:${kind}><t:ItemId Id="AAMk" ChangeKey="1"/>${TIMES}</t:${kind}>${item('b')}<t:${kind}/>`
    const { calendar } = calendarAnswering({
      FindItem: found(items),
      GetItem: got(read(item('b', '<t:Subject>B</t:Subject>'))),
    })
    const events = await calendar.events(day)
    expect(events).toMatchObject([
      { ...day, itemId: undefined, status: 'unknown' },
      { itemId: 'AAMk', start: slot.start, status: 'unknown' },
      { itemId: 'b', title: 'B', status: 'busy' },
    ])
    const [whole, named, readable] = errorsOf(events)
    expect(whole).toBeInstanceOf(EwsProtocolError)
    expect(named?.message).toContain(`${kind} (item AAMk)`)
    expect(readable).toBeUndefined()
  })

  it('and one that is counted but not there makes the view useless', async () => {
    const { calendar } = calendarAnswering({
      FindItem: found(item('a'), 'IncludesLastItemInRange="true" TotalItemsInView="2"'),
    })
    for (const call of [calendar.book(request), calendar.events(day)]) {
      const error = await rejection(call)
      expect(error).toBeInstanceOf(EwsProtocolError)
      expect(error.message).toContain(MAILBOX)
    }
  })
})

describe('pain 35: one broken item', () => {
  it.each([
    'ErrorItemCorrupt',
    'ErrorCorruptData',
    'ErrorContentConversionFailed',
    'ErrorAccessDenied',
    'ErrorOfTomorrow',
  ])('leaves the others readable, and keeps its time: %s', async (code) => {
    const { calendar } = calendarAnswering({
      FindItem: found(item('a') + item('broken') + item('c')),
      GetItem: got(read(item('a', '<t:Subject>A</t:Subject>')), unreadable(code), read(item('c'))),
    })
    const events = await calendar.events(day)
    expect(events).toMatchObject([
      { itemId: 'a', title: 'A' },
      { itemId: 'broken', status: 'busy', start: slot.start },
      { itemId: 'c' },
    ])
    const [, error] = errorsOf(events)
    expect(error).toBeInstanceOf(EwsResponseError)
    expect(error).toMatchObject({ responseCode: code, message: expect.stringContaining('item broken') })
  })
})

describe('pain 39: a series that a view does not expand', () => {
  const MASTER = item('series').replaceAll('2026-12-01', '2026-11-17').replace('>Single<', '>RecurringMaster<')

  it('shows its other occurrences as events with an error, from free/busy', async () => {
    const { calendar } = calendarAnswering({
      FindItem: found(MASTER.replaceAll('T09:30', 'T10:00')),
      GetItem: got(read(MASTER.replaceAll('T09:30', 'T10:00'))),
      GetUserAvailability: availability('2026-11-17', '2026-11-24', '2026-12-01'),
    })
    const events = await calendar.events({ start: new Date('2026-11-16T00:00Z'), end: new Date('2026-12-05T00:00Z') })
    expect(events.map(({ start }) => start.toISOString().slice(0, 10))).toEqual([
      '2026-11-17',
      '2026-11-24',
      '2026-12-01',
    ])
    expect(events).toMatchObject([{ itemId: 'series' }, { status: 'busy' }, { status: 'busy' }])
    expect(
      errorsOf(events)
        .slice(1)
        .every((error) => error instanceof EwsProtocolError),
    ).toBe(true)
  })

  it('is recognized in the answer of another server', async () => {
    const { response: xml } = fixture('FindItem/gromox-series-not-expanded')
    const ids = [...xml.matchAll(/<t:CalendarItem>.*?<\/t:CalendarItem>/g)].map(([each]) => each)
    const { calendar } = calendarAnswering({
      FindItem: xml,
      GetItem: got(...ids.map(read)),
      GetUserAvailability: availability('2027-03-15', '2027-03-22', '2027-03-29'),
    })
    const events = await calendar.events({ start: new Date('2027-03-14T00:00Z'), end: new Date('2027-05-01T00:00Z') })
    expect(events).toHaveLength(ids.length + 2)
  })

  it('fails where free/busy is not known either', async () => {
    const { calendar } = calendarAnswering({
      FindItem: found(MASTER.replaceAll('2026-11-17', '2026-12-01')),
      GetItem: got(read(MASTER.replaceAll('2026-11-17', '2026-12-01'))),
      GetUserAvailability: envelope(
        '<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray><m:FreeBusyResponse><m:ResponseMessage ResponseClass="Error"><m:MessageText>No</m:MessageText><m:ResponseCode>ErrorProxyRequestProcessingFailed</m:ResponseCode></m:ResponseMessage></m:FreeBusyResponse></m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>',
      ),
    })
    expect(await rejection(calendar.events(day))).toMatchObject({ responseCode: 'ErrorProxyRequestProcessingFailed' })
  })
})

describe('a description that was written as HTML', () => {
  const body = (type: string, value: string) => `<t:Body BodyType="${type}">${value}</t:Body>`
  const HTML = '&lt;p&gt;Bring &lt;b&gt;scans&lt;/b&gt;&lt;/p&gt;'

  it('is read as text from a server that returns an empty text for it', async () => {
    const { calendar, operations } = calendarAnswering({
      FindItem: found(item('a') + item('b')),
      GetItem: (xml) =>
        xml.includes('>Best<')
          ? got(
              ...[...xml.matchAll(/ItemId Id="(.)"/g)].map(([, id = '']) =>
                read(item(id, body(id === 'a' ? 'HTML' : 'Text', id === 'a' ? HTML : ''))),
              ),
            )
          : got(read(item('a', body('Text', ''))), read(item('b', body('Text', '')))),
    })
    const events = await calendar.events(day)
    expect(events.map(({ description }) => description)).toEqual(['Bring scans', ''])
    expect(operations).toEqual(['FindItem', 'GetItem', 'GetItem'])
  })

  it('shows once that the server returns it as text', async () => {
    const { calendar, operations } = calendarAnswering({
      FindItem: found(item('a') + item('b')),
      GetItem: (xml) =>
        xml.includes('>Best<')
          ? got(read(item('b', body('Text', ''))), read(item('a', body('HTML', HTML))))
          : got(read(item('a', body('Text', 'Bring scans'))), read(item('b', body('Text', '')))),
    })
    const descriptions = async () => (await calendar.events(day)).map(({ description }) => description)
    expect(await descriptions()).toEqual(['Bring scans', ''])
    expect(await descriptions()).toEqual(['Bring scans', ''])
    expect(operations.filter((operation) => operation === 'GetItem')).toHaveLength(3)
  })

  it.each([
    [
      '<html><head><title>T</title><style>p{}</style></head><body><p>a&amp;b</p><p>c<br>d</p></body></html>',
      'a&b\nc\nd',
    ],
    ['a <!-- b --> c', 'a c'],
    ['a<!-- b', 'a'],
    ['<script>if (a < b) {}</script>x', 'x'],
    ['1 &lt; 2 &#8364; &#x20ac; &nbsp;&unknown; &#0;', '1 < 2 \u20ac \u20ac \u00a0&unknown; \ufffd'],
    ['2 < 3 > 1', '2 < 3 > 1'],
    ['<li>a</li><li>b</li>', 'a\nb'],
    ['', ''],
  ])('%j is %j as text', (html, text) => expect(htmlText(html)).toBe(text))
})

describe('a client that is none', () => {
  const none: unknown = { url: 'https://mail.example.com', getUserAvailability: async () => ({}) }

  it('is refused by name, and nothing looks free', async () => {
    // JavaScript lets a caller pass this.
    const construct: (client: unknown) => BookingCalendar = (client) =>
      Reflect.construct(BookingCalendar, [client, { mailbox: MAILBOX }])
    for (const client of [none, {}, undefined, EwsClient]) {
      expect(() => construct(client)).toThrow(EwsRequestError)
      expect(() => construct(client)).toThrow(expect.objectContaining({ path: 'client' }))
      const freeBusyOf = Reflect.apply(BookingCalendar.freeBusyOf, BookingCalendar, [client, [MAILBOX], day])
      expect(await rejection(freeBusyOf)).toMatchObject({ path: 'client' })
    }
  })
})

describe('errors name what they are about', () => {
  it('a mailbox', async () => {
    const { client } = await calendarAndServer()
    const answers = await BookingCalendar.freeBusyOf(client, ['nobody@example.com', MAILBOX], day)
    expect(answers.get('nobody@example.com')?.error).toMatchObject({
      responseCode: 'ErrorMailRecipientNotFound',
      message: expect.stringContaining('mailbox nobody@example.com'),
    })
    const calendar = new BookingCalendar(client, { mailbox: 'nobody@example.com' })
    for (const call of [calendar.freeBusy(day), calendar.events(day), calendar.book(request)]) {
      expect((await rejection(call)).message).toContain('nobody@example.com')
    }
  })

  it('an item', async () => {
    const { calendar } = await calendarAndServer()
    expect((await rejection(calendar.cancel({ itemId: 'not an id' }))).message).toContain(`item not an id`)
    const booking = await calendar.book(request)
    await calendar.cancel(booking)
    const error = await rejection(calendar.reschedule(booking, { start: at('11:00'), end: at('12:00') }))
    expect(error).toMatchObject({ responseCode: 'ErrorItemNotFound' })
    expect(error.message).toContain(booking.itemId)
    expect(error.message).toContain(MAILBOX)
  })

  it.each(['ErrorProxyRequestProcessingFailed', 'ErrorAutoDiscoverFailed'])(
    'a mailbox that this server can not reach, as moved to the cloud: %s',
    async (code) => {
      const { calendar } = calendarAnswering({
        GetUserAvailability: envelope(
          `<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray><m:FreeBusyResponse><m:ResponseMessage ResponseClass="Error"><m:MessageText>No</m:MessageText><m:ResponseCode>${code}</m:ResponseCode></m:ResponseMessage></m:FreeBusyResponse></m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>`,
        ),
      })
      const error = await rejection(calendar.freeBusy(day))
      expect(error).toMatchObject({ responseCode: code, hint: expect.stringContaining('moved to the cloud') })
      expect(error.message).toContain(MAILBOX)
    },
  )
})
