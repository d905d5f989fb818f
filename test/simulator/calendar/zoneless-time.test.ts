import { describe, expect, it } from 'vitest'
import { CreateItem, FindItem, GetUserAvailability, UpdateItem } from '../../../src/operations'
import type { SerializableTimeZone } from '../../../src/operations/availability/serializable-time-zone'
import { requestXml } from '../ews-connection'
import { at, DOCTOR, DOCTORS_ACCOUNT, withExchange } from '../exchange'

const BERLIN = 'W. Europe Standard Time'
const context = (id: string) => `<t:TimeZoneContext><t:TimeZoneDefinition Id="${id}"/></t:TimeZoneContext>`
const withContext = (xml: string, id = BERLIN) => {
  const header = `<s:Header>${context(id)}</s:Header>`
  return xml.replace('<s:Body>', `${header}<s:Body>`)
}
/** Takes the offset from every time. */
const zoneless = (xml: string) => xml.replace(/(T\d\d:\d\d:\d\d)Z/g, '$1')

const visit = { subject: 'Visit', start: at('09:00'), end: at('10:00') }
const create = (item: object = {}) =>
  requestXml(CreateItem, { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem: { ...visit, ...item } }] })

describe('A time without an offset', () => {
  const { exchange, connection } = withExchange()
  const send = async (body: string) => (await connection().send({ authorization: DOCTORS_ACCOUNT, body })).text
  const starts = () =>
    exchange()
      .calendar(DOCTOR)
      .map(({ start }) => start?.toISOString().slice(11, 16))

  it.each([
    ['in UTC without any zone', zoneless(create()), '09:00'],
    ['in the zone of the request', withContext(zoneless(create())), '08:00'],
    [
      'in the zone of its item before that',
      withContext(zoneless(create({ startTimeZone: { id: 'Eastern Standard Time' } }))),
      '14:00',
    ],
    [
      'in the zone that its item has in the form of Exchange 2007',
      withContext(zoneless(create({ meetingTimeZone: { timeZoneName: 'Eastern Standard Time' } }))),
      '14:00',
    ],
    ['as it is if it has an offset', withContext(create()), '09:00'],
  ])('is understood %s', async (_where, xml, start) => {
    expect(await send(xml)).toContain('NoError')
    expect(starts()).toEqual([start])
  })

  it('is understood in the zone that another change of the item sets', async () => {
    const itemId = exchange().add(DOCTOR, visit)
    const set = (fieldURI: 'calendar:Start' | 'calendar:End' | 'calendar:StartTimeZone', calendarItem: object) => ({
      setItemField: { fieldURI: { fieldURI }, calendarItem },
    })
    const updates = [
      set('calendar:Start', { start: at('11:00') }),
      set('calendar:End', { end: at('12:00') }),
      set('calendar:StartTimeZone', { startTimeZone: { id: BERLIN } }),
    ]
    const xml = requestXml(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [{ itemId, updates }],
    })
    expect(await send(zoneless(xml))).toContain('NoError')
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ start: at('10:00'), end: at('11:00') }])
  })

  it('is understood in the zone of the request in a calendar view', async () => {
    exchange().add(DOCTOR, visit)
    const view = requestXml(FindItem, {
      traversal: 'Shallow',
      itemShape: { baseShape: 'Default' },
      calendarView: { startDate: at('10:30'), endDate: at('11:00') },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    })
    expect(await send(view)).not.toContain('Visit')
    expect(await send(withContext(zoneless(view)))).toContain('Visit')
  })

  it('in an unknown zone is refused', async () => {
    expect(await send(withContext(zoneless(create()), 'Mars Standard Time'))).toContain('ErrorTimeZone')
  })
})

describe('A new item without a zone', () => {
  const { exchange, connection } = withExchange()
  const send = async (body: string) => (await connection().send({ authorization: DOCTORS_ACCOUNT, body })).text
  const calendar = (end = '2026-12-02') =>
    exchange()
      .calendar(DOCTOR, { start: new Date('2026-10-01'), end: new Date(end) })
      .map(({ start }) => start?.toISOString())

  it('has that of the request, at whose midnight a whole day begins', async () => {
    expect(await send(withContext(zoneless(create({ isAllDayEvent: true }))))).toContain('NoError')
    expect(calendar()).toEqual(['2026-11-30T23:00:00.000Z'])
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ startTimeZone: { id: BERLIN } }])
  })

  it('has that of the request, in whose time of day a series stays', async () => {
    const recurrence = {
      weeklyRecurrence: { interval: 1, daysOfWeek: ['Monday'] },
      numberedRecurrence: { startDate: '2026-10-19', numberOfOccurrences: 2 },
    }
    const times = { start: new Date('2026-10-19T09:00:00Z'), end: new Date('2026-10-19T10:00:00Z') }
    await send(withContext(zoneless(create({ ...times, recurrence }))))
    expect(calendar()).toEqual(['2026-10-19T07:00:00.000Z', '2026-10-26T08:00:00.000Z'])
  })

  it('is refused if the simulator does not know that of the request', async () => {
    expect(await send(withContext(create(), 'Mars Standard Time'))).toContain('ErrorTimeZone')
  })
})

describe('GetUserAvailability', () => {
  const { exchange, connection } = withExchange()
  const request = (window: [Date, Date]) =>
    requestXml(GetUserAvailability, {
      mailboxDataArray: [{ email: { address: DOCTOR }, attendeeType: 'Required' }],
      freeBusyViewOptions: {
        timeWindow: { startTime: window[0], endTime: window[1] },
        requestedView: 'FreeBusy',
      },
      suggestionsViewOptions: { detailedSuggestionsWindow: { startTime: window[0], endTime: window[1] } },
    })
  const rules: SerializableTimeZone = {
    bias: -60,
    standardTime: { bias: 0, time: '03:00:00', dayOrder: 5, month: 10, dayOfWeek: 'Sunday' },
    daylightTime: { bias: -60, time: '02:00:00', dayOrder: 5, month: 3, dayOfWeek: 'Sunday' },
  }
  const rule = ({ bias, time, dayOrder, month, dayOfWeek }: SerializableTimeZone['standardTime']) =>
    `<t:Bias>${bias}</t:Bias><t:Time>${time}</t:Time><t:DayOrder>${dayOrder}</t:DayOrder><t:Month>${month}</t:Month><t:DayOfWeek>${dayOfWeek}</t:DayOfWeek>`
  const berlin = `<t:TimeZone><t:Bias>-60</t:Bias><t:StandardTime>${rule(rules.standardTime)}</t:StandardTime><t:DaylightTime>${rule(rules.daylightTime)}</t:DaylightTime></t:TimeZone>`
  const send = async (body: string) => {
    exchange().add(DOCTOR, visit)
    return (await connection().send({ authorization: DOCTORS_ACCOUNT, body })).text
  }
  const timeZone = /<t:TimeZone>.*<\/t:TimeZone>/s

  it.each([
    ['its own rules', (xml: string) => xml.replace(timeZone, berlin)],
    ['the zone of its header', (xml: string) => withContext(xml.replace(timeZone, ''))],
  ])('answers by the clocks of %s', async (_zone, change) => {
    const text = await send(change(request([at('10:00'), at('12:00')])))
    expect(text).toContain('<t:StartTime>2026-12-01T10:00:00</t:StartTime><t:EndTime>2026-12-01T11:00:00</t:EndTime>')
    expect(text).toContain('<t:Date>2026-12-01T00:00:00</t:Date>')
    expect(text).toContain('<t:MeetingTime>2026-12-01T11:00:00</t:MeetingTime>')
  })

  it('refuses to guess the zone', async () => {
    expect(await send(request([at('10:00'), at('12:00')]).replace(timeZone, ''))).toContain('ErrorTimeZone')
  })
})
