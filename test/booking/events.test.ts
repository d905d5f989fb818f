import {
  type CalendarItem,
  EwsProtocolError,
  FindItem,
  type FindItemRequest,
  GetItem,
  type GetItemRequest,
} from 'ews-booking'
import { BookingCalendar, type MailboxEvent } from 'ews-booking/booking'
import { type NewAppointment, type Simulator, service } from 'ews-booking/simulator'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { until } from '../clock'
import { at, clientOf, day, exchange, MAILBOX, rejection } from '../exchange'
import { MswDispatcher } from '../msw-dispatcher'
import { needs } from '../requirements'
import { schemaErrors } from '../schema'

async function calendarAndServer(options: Parameters<typeof exchange>[0] = {}) {
  const server = await exchange(options)
  return { server, calendar: new BookingCalendar(clientOf(server), { mailbox: MAILBOX }) }
}

const HOUR_MS = 3_600_000

/** Adds one-hour appointments from 1 January 2027 on, without gaps. */
function addHours(server: Simulator, count: number, more: Partial<NewAppointment> = {}) {
  const first = Date.UTC(2027, 0, 1)
  for (let index = 0; index < count; index += 1) {
    const start = new Date(first + index * HOUR_MS)
    server.add(MAILBOX, { subject: `${index}`, start, end: new Date(start.getTime() + HOUR_MS), ...more })
  }
}

const operationsOf = (server: Simulator) => server.requests.flatMap(({ operation }) => operation ?? [])
const count = (operations: readonly string[], wanted: string) => operations.filter((each) => each === wanted).length
const titlesOf = (events: readonly MailboxEvent[]) => events.map(({ title }) => title)

/** An item for the `FindItem` and `GetItem` below. */
const item = (id: string, more: CalendarItem = {}): CalendarItem & { itemId: { id: string } } => ({
  subject: id,
  start: at('09:00'),
  end: at('10:00'),
  legacyFreeBusyStatus: 'Busy',
  ...more,
  itemId: { id, changeKey: `${id}-1` },
})

type Found = readonly CalendarItem[] | 'cut' | 'ErrorExceededFindCountLimit' | 'ErrorCalendarViewRangeTooBig'

/** A FindItem that answers each view with `found`. Unless `isTold`, it doesn't say whether the answer is complete. */
const finding = (found: (view: { startDate: Date; endDate: Date }) => Found, isTold = true) =>
  service(FindItem, ({ calendarView }: FindItemRequest) => {
    if (calendarView === undefined) throw new TypeError('Only views are asked for')
    const answer = found(calendarView)
    if (answer !== 'cut' && typeof answer === 'string') {
      return { responseMessages: [{ responseClass: 'Error', messageText: 'No', responseCode: answer }] }
    }
    const items = answer === 'cut' ? [item('cut')] : answer
    const includesLastItemInRange = isTold ? answer !== 'cut' : undefined
    return {
      responseMessages: [
        { responseClass: 'Success', responseCode: 'NoError', rootFolder: { includesLastItemInRange, items } },
      ],
    }
  })

/** A GetItem that knows these items and reports all others as gone. */
const getting = (items: readonly CalendarItem[], gone = 'ErrorItemNotFound') =>
  service(GetItem, ({ itemIds }: GetItemRequest) => ({
    responseMessages: itemIds.map(({ itemId }) => {
      const known = items.find((each) => each.itemId?.id === itemId?.id)
      return known === undefined
        ? { responseClass: 'Error' as const, messageText: 'Gone', responseCode: gone, items: [] }
        : { responseClass: 'Success' as const, responseCode: 'NoError', items: [known] }
    }),
  }))

const answering = (items: readonly CalendarItem[], current = items) => ({
  services: [finding(() => items), getting(current)],
})

describe('an event', () => {
  it('has everything that an online calendar shows', async () => {
    const { server, calendar } = await calendarAndServer()
    const { id, changeKey } = server.add(MAILBOX, {
      subject: 'Case conference',
      start: at('09:00'),
      end: at('10:00'),
      status: 'OOF',
      location: 'Ward 7',
      body: { bodyType: 'HTML', value: '<p>Bring <b>scans</b></p>' },
      categories: ['Blue', 'Red'],
      sensitivity: 'Personal',
      organizer: { mailbox: { name: 'Dr. Egli', emailAddress: 'egli@example.com', routingType: 'SMTP' } },
      myResponseType: 'Accept',
      requiredAttendees: [
        { mailbox: { name: 'Dr. Meier', emailAddress: MAILBOX }, responseType: 'Accept' },
        { mailbox: { emailAddress: 'egli@example.com' }, responseType: 'Organizer' },
        { mailbox: { emailAddress: 'a@example.com' }, responseType: 'Decline' },
      ],
      optionalAttendees: [
        { mailbox: { emailAddress: 'b@example.com' }, responseType: 'Tentative' },
        { mailbox: { emailAddress: 'c@example.com' }, responseType: 'NoResponseReceived' },
      ],
      resources: [{ mailbox: { name: 'Room 1', emailAddress: 'room-1@example.com' } }],
    })
    const required = { optional: false, resource: false }
    const optional = { optional: true, resource: false }
    expect(await calendar.events(day)).toEqual([
      {
        itemId: id,
        changeKey,
        start: at('09:00'),
        end: at('10:00'),
        status: 'outOfOffice',
        allDay: false,
        private: false,
        type: 'single',
        title: 'Case conference',
        description: 'Bring scans',
        location: 'Ward 7',
        categories: ['Blue', 'Red'],
        organizer: { name: 'Dr. Egli', address: 'egli@example.com' },
        attendees: [
          { name: 'Dr. Meier', address: MAILBOX, ...required, response: 'accepted' },
          { address: 'egli@example.com', ...required, response: 'organizer' },
          { address: 'a@example.com', ...required, response: 'declined' },
          { address: 'b@example.com', ...optional, response: 'tentative' },
          { address: 'c@example.com', ...optional, response: 'none' },
          { name: 'Room 1', address: 'room-1@example.com', optional: false, resource: true, response: 'unknown' },
        ],
      },
    ])
  })

  it('pain 16: has its body and attendees, which a search never returns', async () => {
    const { server, calendar } = await calendarAndServer()
    const attendee = { mailbox: { emailAddress: 'a@example.com' } }
    server.add(MAILBOX, {
      subject: 'x',
      start: at('09:00'),
      end: at('10:00'),
      body: 'y',
      requiredAttendees: [attendee],
    })
    expect(await calendar.events(day)).toMatchObject([{ description: 'y', attendees: [{ address: 'a@example.com' }] }])
    expect(operationsOf(server)).toEqual(['FindItem', 'GetItem'])
  })

  it('has empty lists and no texts if there are none', async () => {
    const { calendar } = await calendarAndServer(answering([item('a', { subject: undefined })]))
    const [event] = await calendar.events(day)
    expect(event).toMatchObject({ attendees: [], categories: [] })
    expect(event?.title).toBeUndefined()
    expect(event?.organizer).toBeUndefined()
  })

  it('has no address for a person whom Exchange names by a path of its directory', async () => {
    const organizer = { mailbox: { name: 'Egli', emailAddress: '/o=Example/cn=egli', routingType: 'EX' } }
    const { calendar } = await calendarAndServer(answering([item('a', { organizer })]))
    expect(await calendar.events(day)).toMatchObject([{ organizer: { name: 'Egli', address: undefined } }])
  })

  it('pain 10: that takes whole days has the instants that Exchange returns', async () => {
    const { server, calendar } = await calendarAndServer()
    const zone = { id: 'W. Europe Standard Time' }
    server.add(MAILBOX, {
      subject: 'Leave',
      start: new Date('2026-10-24T22:00Z'),
      end: new Date('2026-10-25T23:00Z'),
      isAllDayEvent: true,
      startTimeZone: zone,
      endTimeZone: zone,
    })
    const week = { start: new Date('2026-10-20T00:00Z'), end: new Date('2026-10-27T00:00Z') }
    expect(await calendar.events(week)).toMatchObject([
      { allDay: true, start: new Date('2026-10-24T22:00Z'), end: new Date('2026-10-25T23:00Z') },
    ])
  })

  it('has a type, and series come as their occurrences', async () => {
    const { server, calendar } = await calendarAndServer()
    const client = clientOf(server)
    server.add(MAILBOX, { subject: 'Once', start: at('08:00'), end: at('08:30') })
    server.add(MAILBOX, {
      subject: 'Daily',
      start: at('09:00'),
      end: at('10:00'),
      body: 'Rounds',
      recurrence: {
        dailyRecurrence: { interval: 1 },
        numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 3 },
      },
    })
    const window = { start: day.start, end: new Date('2026-12-08T00:00Z') }
    const second = (await calendar.events(window))[2]
    await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id: second?.itemId ?? '' },
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Late' } } }],
        },
      ],
    })
    const events = await calendar.events(window)
    expect(events.map(({ title, type }) => [title, type])).toEqual([
      ['Once', 'single'],
      ['Daily', 'occurrence'],
      ['Late', 'exception'],
      ['Daily', 'occurrence'],
    ])
    expect(events.slice(1).map(({ description }) => description)).toEqual(['Rounds', 'Rounds', 'Rounds'])
    expect(new Set(events.map(({ itemId }) => itemId)).size).toBe(4)
  })

  it('pain 17: may contain control characters', async () => {
    const find = `<m:FindItemResponse><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder IncludesLastItemInRange="true"><t:Items><t:CalendarItem><t:ItemId Id="a"/><t:Start>2026-12-01T09:00:00Z</t:Start><t:End>2026-12-01T10:00:00Z</t:End></t:CalendarItem></t:Items></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>`
    const get = `<m:GetItemResponse><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:CalendarItem><t:ItemId Id="a"/><t:Subject>Visit&#x1F;</t:Subject><t:Body BodyType="Text">a&#x0;b&#xD;&#xA;c</t:Body><t:Categories><t:String>Blue&#x1;</t:String></t:Categories><t:Location>Room\u0002</t:Location></t:CalendarItem></m:Items></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>`
    const answer = http.post('https://mail.example.com/*', async ({ request }) => {
      const body = (await request.text()).includes('<m:FindItem') ? find : get
      return HttpResponse.xml(
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body>${body}</s:Body></s:Envelope>`,
      )
    })
    const client = clientOf(
      { url: 'https://mail.example.com', ca: undefined },
      { auth: { type: 'basic', username: 'x', password: 'y' }, dispatcher: new MswDispatcher(answer) },
    )
    expect(await new BookingCalendar(client, { mailbox: MAILBOX }).events(day)).toMatchObject([
      { title: 'Visit\ufffd', description: 'a\ufffdb\r\nc', location: 'Room\ufffd', categories: ['Blue\ufffd'] },
    ])
  })
})

describe('pain 26: a private event', () => {
  const secret: Partial<NewAppointment> = {
    body: 'Contract',
    location: 'Chambers',
    categories: ['Divorce'],
    requiredAttendees: [{ mailbox: { emailAddress: 'lawyer@example.com' } }],
  }
  const SECRETS = /Lawyer|Contract|Chambers|Divorce|lawyer@/

  it.each(['Private', 'Confidential'] as const)(
    'marked %s comes with time and status, and the rest stays on the server',
    async (sensitivity) => {
      const { server, calendar } = await calendarAndServer()
      const { id, changeKey } = server.add(MAILBOX, {
        subject: 'Lawyer',
        start: at('09:00'),
        end: at('10:00'),
        sensitivity,
        ...secret,
      })
      expect(await calendar.events(day)).toEqual([
        {
          itemId: id,
          changeKey,
          start: at('09:00'),
          end: at('10:00'),
          status: 'busy',
          allDay: false,
          private: true,
          type: 'single',
        },
      ])
      expect(operationsOf(server)).toEqual(['FindItem'])
      expect(server.requests.map(({ responseXml }) => responseXml).join()).not.toMatch(SECRETS)
    },
  )

  it('among others keeps its place and its texts private', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'First', start: at('08:00'), end: at('09:00') })
    server.add(MAILBOX, { subject: 'Lawyer', start: at('09:00'), end: at('10:00'), sensitivity: 'Private', ...secret })
    server.add(MAILBOX, { subject: 'Last', start: at('10:00'), end: at('11:00') })
    expect(titlesOf(await calendar.events(day))).toEqual(['First', undefined, 'Last'])
    expect(server.requests.map(({ responseXml }) => responseXml).join()).not.toMatch(SECRETS)
  })

  it('comes with everything if private events are asked for', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Lawyer', start: at('09:00'), end: at('10:00'), sensitivity: 'Private', ...secret })
    expect(await calendar.events(day, { includePrivate: true })).toMatchObject([
      {
        private: true,
        title: 'Lawyer',
        description: 'Contract',
        location: 'Chambers',
        categories: ['Divorce'],
        attendees: [{ address: 'lawyer@example.com' }],
      },
    ])
  })

  it('includes one that was made private after the search', async () => {
    const current = item('a', { subject: 'Lawyer', sensitivity: 'Private' })
    const { calendar } = await calendarAndServer(answering([item('a', { sensitivity: 'Normal' })], [current]))
    const [event] = await calendar.events(day)
    expect(event).toMatchObject({ private: true, status: 'busy' })
    expect(event).not.toHaveProperty('title')
  })
})

describe('a calendar that changes while events are read', () => {
  it.each(['ErrorItemNotFound', 'ErrorCalendarOccurrenceIsDeletedFromRecurrence'])(
    'leaves out a deleted event: %s',
    async (gone) => {
      const services = [finding(() => [item('a'), item('b'), item('c')]), getting([item('a'), item('c')], gone)]
      const { calendar } = await calendarAndServer({ services })
      expect(titlesOf(await calendar.events(day))).toEqual(['a', 'c'])
    },
  )

  it('shows an event as it is now, and leaves out one that was moved away', async () => {
    const moved = item('a', { start: at('14:00'), end: at('15:00') })
    const away = item('b', { start: new Date('2026-12-09T09:00Z'), end: new Date('2026-12-09T10:00Z') })
    const { calendar } = await calendarAndServer(answering([item('a'), item('b')], [moved, away]))
    expect(await calendar.events(day)).toMatchObject([{ title: 'a', start: at('14:00'), end: at('15:00') }])
  })

  it('fails with a transient error', async () => {
    const services = [finding(() => [item('a'), item('b')]), getting([item('a')], 'ErrorMailboxStoreUnavailable')]
    const { calendar } = await calendarAndServer({ services })
    expect(await rejection(calendar.events(day))).toMatchObject({ responseCode: 'ErrorMailboxStoreUnavailable' })
  })

  it('pain 14: fails if the server answers for fewer events than it was asked for', async () => {
    const short = service(GetItem, () => ({
      responseMessages: [{ responseClass: 'Success', responseCode: 'NoError', items: [item('a')] }],
    }))
    const { calendar } = await calendarAndServer({ services: [finding(() => [item('a'), item('b')]), short] })
    expect(await rejection(calendar.events(day))).toBeInstanceOf(EwsProtocolError)
  })
})

describe('pain 24: ids', () => {
  it('that differ only in case are two events', async () => {
    const ids = ['AAMkAGQ', 'AAMkAGq', 'aamkagq']
    const { calendar } = await calendarAndServer(answering(ids.map((id) => item(id))))
    const events = await calendar.events(day)
    expect(events.map(({ itemId, title }) => [itemId, title])).toEqual(ids.map((id) => [id, id]))
  })
})

describe('pain 12: a window of any size is answered completely', () => {
  it('with 3,000 events in it', async () => {
    const { server, calendar } = await calendarAndServer()
    addHours(server, 3000)
    const events = await calendar.events({ start: new Date('2027-01-01T00:00Z'), end: new Date('2027-06-01T00:00Z') })
    expect(titlesOf(events)).toEqual(Array.from({ length: 3000 }, (_, index) => `${index}`))
    const operations = operationsOf(server)
    expect(count(operations, 'FindItem')).toBe(7)
    // One more finds out whether the server keeps descriptions that were written as HTML, as these items have none.
    expect(count(operations, 'GetItem')).toBe(31)
  })

  it('over five years, in views of at most two', async () => {
    const { server, calendar } = await calendarAndServer()
    const years = [2027, 2028, 2029, 2030, 2031]
    for (const year of years) {
      server.add(MAILBOX, {
        subject: `${year}`,
        start: new Date(Date.UTC(year, 5, 1, 9)),
        end: new Date(Date.UTC(year, 5, 1, 10)),
      })
    }
    const events = await calendar.events({ start: new Date('2027-01-01T00:00Z'), end: new Date('2032-01-01T00:00Z') })
    expect(titlesOf(events)).toEqual(years.map(String))
    expect(count(operationsOf(server), 'FindItem')).toBe(4)
  })

  it('and an event across a seam comes once', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, {
      subject: 'Sabbatical',
      start: new Date('2027-02-01T00:00Z'),
      end: new Date('2031-02-01T00:00Z'),
      status: 'OOF',
    })
    const events = await calendar.events({ start: new Date('2027-01-01T00:00Z'), end: new Date('2032-01-01T00:00Z') })
    expect(titlesOf(events)).toEqual(['Sabbatical'])
  })

  it.each(['cut', 'ErrorExceededFindCountLimit', 'ErrorCalendarViewRangeTooBig'] as const)(
    'even if the server finds it too big: %s',
    async (refusal) => {
      const all = Array.from({ length: 24 }, (_, index) =>
        item(`${index}`, {
          start: new Date(day.start.getTime() + index * HOUR_MS),
          end: new Date(day.start.getTime() + (index + 1) * HOUR_MS),
        }),
      )
      const found = ({ startDate, endDate }: { startDate: Date; endDate: Date }) => {
        const items = all.filter(
          ({ start, end }) => start !== undefined && end !== undefined && start < endDate && end >= startDate,
        )
        return items.length > 5 ? refusal : items
      }
      const { server, calendar } = await calendarAndServer({ services: [finding(found), getting(all)] })
      expect(titlesOf(await calendar.events(day))).toEqual(all.map(({ subject }) => subject))
      expect(count(operationsOf(server), 'FindItem')).toBeGreaterThan(8)
    },
  )

  it.each(['cut', 'ErrorExceededFindCountLimit'] as const)(
    'or fails if even a minute has too many, from a server that says %s',
    async (refusal) => {
      const { server, calendar } = await calendarAndServer({ services: [finding(() => refusal)] })
      expect(await rejection(calendar.events(day))).toMatchObject({
        code: 'ERR_EWS_RESPONSE',
        responseCode: 'ErrorExceededFindCountLimit',
      })
      const views = server.requests.flatMap(({ xml }) => /StartDate="(.*?)" EndDate="(.*?)"/.exec(xml)?.slice(1) ?? [])
      expect(views.slice(-2)).toEqual(['2026-12-01T00:00:00Z', '2026-12-01T00:01:00Z'])
    },
  )

  it('or fails if more than a thousand are at the same time', async () => {
    const { server, calendar } = await calendarAndServer()
    for (let index = 0; index <= 1000; index += 1) {
      server.add(MAILBOX, { subject: `${index}`, start: at('08:00'), end: at('09:00') })
    }
    expect(await rejection(calendar.events(day))).toMatchObject({ responseCode: 'ErrorExceededFindCountLimit' })
  })

  it("even if the server doesn't say whether a list of a thousand is complete", async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => item(`${index}`))
    const isWhole = (view: { startDate: Date; endDate: Date }) =>
      view.endDate.getTime() - view.startDate.getTime() > HOUR_MS
    const services = [finding((view) => (isWhole(view) ? thousand : [item('a')]), false), getting([item('a')])]
    const { calendar } = await calendarAndServer({ services })
    expect(titlesOf(await calendar.events(day))).toEqual(['a'])
  })

  it('and no other error is mistaken for a window that is too big', async () => {
    const { server, calendar } = await calendarAndServer()
    const other = new BookingCalendar(clientOf(server), { mailbox: 'nobody@example.com' })
    expect(await rejection(other.events(day))).toMatchObject({ code: 'ERR_EWS_RESPONSE' })
    expect(count(operationsOf(server), 'FindItem')).toBe(1)
    expect(await calendar.events(day)).toEqual([])
  })
})

describe('windows that adjoin', () => {
  it('have an event without duration once, even at their seam', async () => {
    const { server, calendar } = await calendarAndServer()
    const moments = ['08:00', '09:00', '09:30']
    for (const time of moments) {
      const soon = new Date(at(time).getTime() + 1)
      const { id } = server.add(MAILBOX, { subject: time, start: at(time), end: soon })
      await clientOf(server).updateItem({
        conflictResolution: 'AlwaysOverwrite',
        sendMeetingInvitationsOrCancellations: 'SendToNone',
        itemChanges: [
          {
            itemId: { id },
            updates: [{ setItemField: { fieldURI: { fieldURI: 'calendar:End' }, calendarItem: { end: at(time) } } }],
          },
        ],
      })
    }
    const windows = [
      { start: at('08:00'), end: at('09:00') },
      { start: at('09:00'), end: at('10:00') },
    ]
    const [first, second] = await Promise.all(windows.map((window) => calendar.events(window)))
    expect([titlesOf(first ?? []), titlesOf(second ?? [])]).toEqual([['08:00'], ['09:00', '09:30']])
  })
})

describe('the requests', () => {
  it('run in parallel on all connections, but searches one after the other', async () => {
    const { server } = await calendarAndServer()
    const calendar = new BookingCalendar(clientOf(server, { maxConnections: 3 }), { mailbox: MAILBOX })
    addHours(server, 1200)
    await calendar.events({ start: new Date('2027-01-01T00:00Z'), end: new Date('2027-03-01T00:00Z') })
    const connectionsOf = (operation: string) =>
      new Set(server.requests.flatMap((each) => (each.operation === operation ? each.connection : [])))
    expect(connectionsOf('FindItem').size).toBe(1)
    expect(connectionsOf('GetItem').size).toBe(3)
  })

  it('end with the signal', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', start: at('09:00'), end: at('10:00') })
    server.inject({ fault: 'hang', operation: 'GetItem' })
    const controller = new AbortController()
    const reason = new Error('The visitor has left')
    const outcome = calendar.events(day, { signal: controller.signal }).catch((error: unknown) => error)
    await until(() => operationsOf(server).includes('GetItem'))
    controller.abort(reason)
    expect(await outcome).toBe(reason)
  })

  it('end with the first failure', async () => {
    const { server, calendar } = await calendarAndServer()
    addHours(server, 990)
    server.inject({ fault: 'htmlPage', operation: 'GetItem' })
    await rejection(calendar.events({ start: new Date('2027-01-01T00:00Z'), end: new Date('2027-03-01T00:00Z') }))
    // Once these are answered, anything that had gone on would have been sent.
    for (let others = 0; others < 10; others += 1) await calendar.events(day)
    expect(count(operationsOf(server), 'GetItem')).toBeLessThan(10)
  })

  it("are valid against Microsoft's schema", needs('schema'), async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', start: at('09:00'), end: at('10:00') })
    await calendar.events(day, { includePrivate: true })
    expect(server.requests.flatMap(({ xml, operation }) => (operation === undefined ? [] : schemaErrors(xml)))).toEqual(
      [],
    )
  })
})
