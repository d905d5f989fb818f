import { EwsProtocolError, EwsRequestError, EwsResponseError, EwsThrottledError } from 'ews-booking'
import { BookingCalendar, type FreeBusyOptions } from 'ews-booking/booking'
import type { SimulatorOptions } from 'ews-booking/simulator'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SoapFault } from '../../src/simulator/soap/service-error'
import { at, exchange, MAILBOX, PASSWORD, rejection, USERNAME } from '../exchange'
import { availability, CountingClient, daysOf, granting, questionsTo, refusal, requestsTo } from './availability'

const ROOM = 'room-1@example.com'
const NOBODY = 'nobody@example.com'
const DAYS = 62

const later = (days: number) => new Date(at('08:00').getTime() + days * 24 * 60 * 60 * 1000)
const hour = (day: number) => ({ start: later(day), end: later(day + 1 / 24) })
const window = { start: later(0), end: later(DAYS) }
const everyDay = Array.from({ length: DAYS }, (_, day) => ({ ...hour(day), status: 'busy' }))

/** A server with an hour's appointment on each day of the window in two calendars. */
async function filledServer(options: Partial<SimulatorOptions> = {}, maxConnections = 3) {
  const server = await exchange(options)
  for (const mailbox of [MAILBOX, ROOM]) {
    for (let day = 0; day < DAYS; day += 1) server.add(mailbox, { subject: 'x', ...hour(day) })
  }
  const auth = { type: 'ntlm', username: USERNAME, password: PASSWORD } as const
  const client = new CountingClient({ url: server.url, auth, maxConnections, retry: false })
  onTestFinished(() => client.close())
  const ask = (mailboxes: readonly string[], options?: FreeBusyOptions) =>
    BookingCalendar.freeBusyOf(client, mailboxes, window, options)
  return { server, client, ask }
}

describe('pain 11: a server that grants shorter windows than it is asked for', () => {
  it('is asked for shorter windows, and never for longer ones than it has granted', async () => {
    const { server, ask } = await filledServer({ services: [granting(() => 10)] }, 1)
    expect((await ask([MAILBOX, ROOM])).get(ROOM)).toEqual({ periods: everyDay })
    expect(questionsTo(server).map(({ days }) => days)).toEqual([42, 21, 11, 6, 5, 6, 4, 6, 6, 6, 3, 6, 6, 6, 2])
  })

  it('may refuse the whole request', async () => {
    const services = [
      availability((responses, request) => {
        if (daysOf(request) > 1) throw new SoapFault('ErrorTimeIntervalTooBig', 'Too long.')
        return responses
      }),
    ]
    const { server, ask } = await filledServer({ services })
    expect([...(await ask([MAILBOX, ROOM])).values()]).toEqual([{ periods: everyDay }, { periods: everyDay }])
    expect(questionsTo(server).filter(({ days }) => days === 1)).toHaveLength(DAYS)
  })

  it('may refuse for a single mailbox, and only that mailbox is asked for again', async () => {
    const { server, ask } = await filledServer({ services: [granting((mailbox) => (mailbox === ROOM ? 21 : 42))] }, 1)
    expect([...(await ask([MAILBOX, ROOM])).values()]).toEqual([{ periods: everyDay }, { periods: everyDay }])
    expect(questionsTo(server).map(({ days, mailboxes }) => [days, mailboxes])).toEqual([
      [42, [MAILBOX, ROOM]],
      [21, [ROOM]],
      [21, [ROOM]],
      [20, [MAILBOX, ROOM]],
    ])
  })

  it('may have too many appointments for one answer', async () => {
    const services = [
      availability((responses) =>
        responses.map((response) =>
          (response.freeBusyView?.calendarEventArray?.length ?? 0) > 4 ? refusal('ErrorResultSetTooBig') : response,
        ),
      ),
    ]
    const { ask } = await filledServer({ services })
    expect((await ask([MAILBOX])).get(MAILBOX)).toEqual({ periods: everyDay })
  })

  it('and grants less than a day causes an error for its mailbox alone', async () => {
    const { server, ask } = await filledServer({ services: [granting((mailbox) => (mailbox === ROOM ? 0 : 42))] }, 1)
    const answers = await ask([ROOM, MAILBOX])
    expect(answers.get(ROOM)).toEqual({ error: expect.any(EwsResponseError) })
    expect(answers.get(ROOM)?.error).toMatchObject({ responseCode: 'ErrorTimeIntervalTooBig' })
    expect(answers.get(MAILBOX)).toEqual({ periods: everyDay })
    expect(questionsTo(server).map(({ days, mailboxes }) => [days, mailboxes])).toEqual([
      [42, [ROOM, MAILBOX]],
      ...[21, 11, 6, 3, 2, 1].map((days) => [days, [ROOM]]),
      [20, [MAILBOX]],
    ])
  })

  it('is asked for maxWindowDays first, even if that is more than the default', async () => {
    const { server, ask } = await filledServer({}, 1)
    expect((await ask([MAILBOX], { maxWindowDays: DAYS })).get(MAILBOX)).toEqual({ periods: everyDay })
    expect(questionsTo(server).map(({ days }) => days)).toEqual([DAYS, 31, 31])
  })
})

describe('pain 13: a mailbox is never free if some of its time is unknown', () => {
  it.each([
    'ErrorMailRecipientNotFound',
    'ErrorNoFreeBusyAccess',
    'ErrorProxyRequestProcessingFailed',
    'ErrorFreeBusyGenerationFailed',
  ])("%s in one window is its error, and it isn't asked for again", async (responseCode) => {
    const services = [
      availability((responses, { mailboxDataArray, freeBusyViewOptions }) =>
        responses.map((response, index) => {
          const isFirst = freeBusyViewOptions?.timeWindow.startTime.getTime() === window.start.getTime()
          return !isFirst && mailboxDataArray[index]?.email.address === ROOM ? refusal(responseCode) : response
        }),
      ),
    ]
    const { server, ask } = await filledServer({ services }, 1)
    const answers = await ask([ROOM, MAILBOX], { maxWindowDays: 20 })
    expect([...answers.keys()]).toEqual([ROOM, MAILBOX])
    expect(answers.get(ROOM)).toEqual({ error: expect.any(EwsResponseError) })
    expect(answers.get(ROOM)?.error).toMatchObject({ responseCode, operation: 'GetUserAvailability' })
    expect(answers.get(MAILBOX)).toEqual({ periods: everyDay })
    expect(questionsTo(server).map(({ mailboxes }) => mailboxes.length)).toEqual([2, 2, 1, 1])
  })

  it('a wrong number of answers is an error for every mailbox', async () => {
    const { ask } = await filledServer({ services: [availability((responses) => responses.slice(1))] })
    const answers = await ask([NOBODY, MAILBOX])
    for (const mailbox of [NOBODY, MAILBOX]) expect(answers.get(mailbox)?.error).toBeInstanceOf(EwsProtocolError)
  })

  it.each(['MergedOnly', 'None'] as const)('a view without appointments is an error: %s', async (view) => {
    const services = [
      availability((responses) =>
        responses.map((response, index) =>
          index === 0 ? { ...response, freeBusyView: { freeBusyViewType: [view], mergedFreeBusy: '0000' } } : response,
        ),
      ),
    ]
    const { ask } = await filledServer({ services })
    const answers = await ask([ROOM, MAILBOX])
    expect(answers.get(ROOM)).toEqual({ error: expect.any(EwsProtocolError) })
    expect(answers.get(ROOM)?.error?.message).toContain(view)
    expect(answers.get(MAILBOX)).toEqual({ periods: everyDay })
  })
})

describe('a request that fails as a whole', () => {
  it('rejects the call and ends the others', async () => {
    const { server, client, ask } = await filledServer()
    server.inject({ fault: 'serverBusy', operation: 'GetUserAvailability' })
    server.inject({ fault: 'hang', operation: 'GetUserAvailability', times: 2 })
    expect(await rejection(ask([MAILBOX], { maxWindowDays: 1 }))).toBeInstanceOf(EwsThrottledError)
    expect(client).toMatchObject({ calls: 3, underWay: 0 })
  })

  it('by an aborted signal rejects with its reason and leaves nothing running', async () => {
    const { server, client, ask } = await filledServer()
    server.inject({ fault: 'hang', operation: 'GetUserAvailability', times: 3 })
    const controller = new AbortController()
    const reason = new Error('enough')
    client.onCall = () => client.underWay === 3 && controller.abort(reason)
    await expect(ask([MAILBOX], { maxWindowDays: 1, signal: controller.signal })).rejects.toBe(reason)
    expect(client).toMatchObject({ calls: 3, underWay: 0 })
  })

  it('is never sent if the signal has aborted before', async () => {
    const { client, ask } = await filledServer()
    const reason = new Error('enough')
    await expect(ask([MAILBOX], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(client.calls).toBe(0)
  })

  it('because even a day is too long rejects', async () => {
    const services = [
      availability(() => {
        throw new SoapFault('ErrorTimeIntervalTooBig', 'Too long.')
      }),
    ]
    const { ask } = await filledServer({ services })
    expect(await rejection(ask([MAILBOX]))).toMatchObject({ responseCode: 'ErrorTimeIntervalTooBig' })
  })
})

describe('requests', () => {
  it('run on all connections of the client, and never more at a time', async () => {
    const { client, server, ask } = await filledServer()
    const mailboxes = [MAILBOX, ROOM, ...Array.from({ length: 199 }, (_, index) => `nobody-${index}@example.com`)]
    const answers = await ask(mailboxes, { maxWindowDays: 2 })
    expect(answers.get(ROOM)).toEqual({ periods: everyDay })
    expect(client.most).toBe(3)
    expect(server.connections).toBe(3)
    expect(Math.max(...questionsTo(server).map(({ mailboxes }) => mailboxes.length))).toBe(100)
  })

  it('pain 28: never return subject, location, body or attendees', async () => {
    const { server, ask } = await filledServer()
    server.add(MAILBOX, {
      subject: 'Diagnosis',
      ...hour(0.5),
      location: 'Ward 7',
      body: 'Results',
      categories: ['Oncology'],
      requiredAttendees: [{ mailbox: { name: 'Ms Patient', emailAddress: 'patient@example.com' } }],
    })
    await ask([MAILBOX, ROOM, NOBODY], { maxWindowDays: 7, workingHours: true, merged: true })
    expect(requestsTo(server).length).toBeGreaterThan(5)
    for (const { xml, responseXml } of requestsTo(server)) {
      expect(xml).toContain('<t:RequestedView>FreeBusy</t:RequestedView>')
      expect(responseXml).toMatch(/<t:BusyType>Busy<|NoError|ErrorMailRecipientNotFound/)
      expect(responseXml).not.toMatch(/Diagnosis|Ward 7|Results|Oncology|[Pp]atient|Subject|Location|Attendee|Detail/)
    }
  })

  it('are not sent without a mailbox', async () => {
    const { client, ask } = await filledServer()
    expect(await ask([])).toEqual(new Map())
    expect(client.calls).toBe(0)
  })

  it.each<[string, readonly string[], object, string]>([
    ['an empty address', [MAILBOX, ''], {}, 'mailboxes[1]'],
    ['an address that XML can not carry', [MAILBOX, ROOM, 'a\u0000@example.com'], {}, 'mailboxes[2]'],
    ['half a day', [MAILBOX], { maxWindowDays: 0.5 }, 'maxWindowDays'],
    ['no day', [MAILBOX], { maxWindowDays: 0 }, 'maxWindowDays'],
    ['days without end', [MAILBOX], { maxWindowDays: Number.POSITIVE_INFINITY }, 'maxWindowDays'],
  ])('are refused for %s and not sent', async (_case, mailboxes, options, path) => {
    const { client, ask } = await filledServer()
    const error = await rejection(ask(mailboxes, options))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path })
    expect(client.calls).toBe(0)
  })
})

describe('working hours', () => {
  const noon = { bias: 0, time: '02:00:00', dayOrder: 5, month: 10, dayOfWeek: 'Sunday' } as const
  const timeZone = { bias: -60, standardTime: noon, daylightTime: { ...noon, bias: -60, month: 3 } }

  it("are hours by day in the mailbox's time zone, and a shift past midnight is split", async () => {
    const workingHours = {
      timeZone,
      workingPeriodArray: [
        { dayOfWeek: ['Weekday', 'Monday'] as const, startTimeInMinutes: 480, endTimeInMinutes: 1020 },
        { dayOfWeek: ['WeekendDay'] as const, startTimeInMinutes: 600, endTimeInMinutes: 1440 },
        { dayOfWeek: ['Day'] as const, startTimeInMinutes: 0, endTimeInMinutes: 1 },
        { dayOfWeek: ['Saturday'] as const, startTimeInMinutes: 1320, endTimeInMinutes: 360 },
      ],
    }
    const { ask } = await filledServer({ mailboxes: [{ address: MAILBOX, workingHours }, ROOM] })
    const answers = await ask([MAILBOX, NOBODY], { workingHours: true })
    const weekday = [
      { from: '08:00', to: '17:00' },
      { from: '00:00', to: '00:01' },
    ]
    const weekend = [
      { from: '10:00', to: '24:00' },
      { from: '00:00', to: '00:01' },
    ]
    expect(answers.get(MAILBOX)).toEqual({
      periods: everyDay,
      workingHours: {
        timeZone,
        hours: {
          monday: weekday,
          tuesday: weekday,
          wednesday: weekday,
          thursday: weekday,
          friday: weekday,
          saturday: [...weekend, { from: '22:00', to: '24:00' }],
          sunday: [...weekend, { from: '00:00', to: '06:00' }],
        },
      },
    })
    expect(answers.get(NOBODY)).toEqual({ error: expect.any(EwsResponseError) })
  })

  it("are undefined if the server doesn't send them", async () => {
    const services = [
      availability((responses) =>
        responses.map(({ freeBusyView, ...response }) => ({
          ...response,
          freeBusyView: freeBusyView && { ...freeBusyView, workingHours: undefined },
        })),
      ),
    ]
    const { ask } = await filledServer({ services })
    const answers = await ask([MAILBOX], { workingHours: true })
    expect(answers.get(MAILBOX)).toEqual({ periods: everyDay, workingHours: undefined })
  })

  it('are left out unless asked for', async () => {
    const { ask } = await filledServer()
    expect((await ask([MAILBOX])).get(MAILBOX)).not.toHaveProperty('workingHours')
  })
})

describe('merged', () => {
  it('returns disjoint periods, even across the seams of requests', async () => {
    const { server, ask } = await filledServer()
    server.add(MAILBOX, { subject: 'Sabbatical', start: later(3), end: later(DAYS), status: 'Tentative' })
    server.add(MAILBOX, { subject: 'Conference', start: later(10), end: later(20), status: 'OOF' })
    server.add(MAILBOX, { subject: 'Congress', start: later(20), end: later(30), status: 'OOF' })
    const periods = (await ask([MAILBOX], { merged: true, maxWindowDays: 5 })).get(MAILBOX)?.periods ?? []
    expect(periods).toContainEqual({ start: later(10), end: later(30), status: 'outOfOffice' })
    expect(periods.filter(({ status }) => status === 'busy')).toHaveLength(DAYS - 20)
    expect(periods.slice(1).every(({ start }, index) => start >= (periods[index]?.end ?? start))).toBe(true)
  })
})
