import { EwsRequestError, EwsResponseError } from 'ews-booking'
import { BookingCalendar, SlotTakenError, UnreliableServerError } from 'ews-booking/booking'
import type { SimulatorOptions } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { CreateFolder } from '../../src/operations/folders/create-folder'
import { DeleteFolder } from '../../src/operations/folders/delete-folder'
import { findFolder } from '../../src/simulator/services/find-folder'
import { until } from '../clock'
import { at, type clientOf, day, MAILBOX, rejection } from '../exchange'
import { afterwards, calendarAndServer, entriesOf, invalidRequests, operationsOf, request, slot } from './bookings'
import { createCalendar } from './folders'

/** A mailbox with a second calendar, `Private`, below the default one. */
async function twoCalendars(simulator: Partial<SimulatorOptions> = {}) {
  const { server, client } = await calendarAndServer({}, simulator)
  const second = await createCalendar(client, 'Private')
  return { server, client, second, calendar: new BookingCalendar(client, { mailbox: MAILBOX, calendar: second }) }
}

/** Adds an appointment to a calendar other than the default one. */
async function add(client: ReturnType<typeof clientOf>, calendar: string, times = slot, recurring = false) {
  await client.createItem({
    sendMeetingInvitations: 'SendToNone',
    savedItemFolderId: { folderId: { id: calendar } },
    items: [
      {
        calendarItem: {
          subject: 'Diagnosis',
          ...times,
          recurrence: recurring
            ? { dailyRecurrence: { interval: 1 }, noEndRecurrence: { startDate: '2026-11-01' } }
            : undefined,
        },
      },
    ],
  })
}

describe('pain 33: the calendars of a mailbox', () => {
  it('are listed with their names and rights, the default one first, nested ones too', async () => {
    const { client } = await calendarAndServer()
    const team = await createCalendar(client, 'Team', { distinguishedFolderId: { id: 'msgfolderroot' } })
    const nested = await createCalendar(client, 'Nested', { folderId: { id: team } })
    const calendars = await BookingCalendar.list(client, MAILBOX)
    const rights = { canRead: true, canCreate: true, canEdit: true, canDelete: true }
    const folderClass = 'IPF.Appointment'
    expect(calendars).toMatchObject([
      { name: 'Calendar', isDefault: true, ...rights, folderClass },
      { id: nested, name: 'Nested', isDefault: false, ...rights, folderClass, parentId: team },
      { id: team, name: 'Team', isDefault: false, ...rights, folderClass },
    ])
  })

  it('are told by their class, whatever their element is, and include that of birthdays', async () => {
    const { client } = await calendarAndServer()
    const parentFolderId = { distinguishedFolderId: { id: 'calendar' } } as const
    await client.call(CreateFolder, {
      parentFolderId,
      folders: [
        { folder: { displayName: 'Birthdays', folderClass: 'ipf.appointment.birthday' } },
        { folder: { displayName: 'Appointments by mail', folderClass: 'IPF.AppointmentRequests' } },
        { contactsFolder: { displayName: 'Contacts' } },
      ],
    })
    expect((await BookingCalendar.list(client, MAILBOX)).map(({ name }) => name)).toEqual(['Calendar', 'Birthdays'])
  })

  it('are not those in Deleted Items, wherever they are there', async () => {
    const { client } = await calendarAndServer()
    const deleted = { distinguishedFolderId: { id: 'deleteditems' } } as const
    await createCalendar(client, 'Old', deleted)
    const { responseMessages } = await client.call(CreateFolder, {
      parentFolderId: deleted,
      folders: [{ folder: { displayName: 'Archive' } }],
    })
    const id = responseMessages[0]?.folders?.[0]?.folder?.folderId?.id ?? ''
    await createCalendar(client, 'Older', { folderId: { id } })
    expect((await BookingCalendar.list(client, MAILBOX)).map(({ name }) => name)).toEqual(['Calendar'])
  })

  it('are asked for until the server has named all of them', async () => {
    const paging = afterwards(findFolder, () => undefined)
    const onePerPage = {
      ...paging,
      carryOut: (asked: unknown, context: Parameters<typeof paging.carryOut>[1]) =>
        paging.carryOut(withPageOfOne(asked), context),
    }
    const { client, server } = await calendarAndServer({}, { services: [onePerPage] })
    await createCalendar(client, 'A')
    await createCalendar(client, 'B')
    server.clear()
    expect((await BookingCalendar.list(client, MAILBOX)).map(({ name }) => name)).toEqual(['Calendar', 'A', 'B'])
    expect(operationsOf(server).filter((operation) => operation === 'FindFolder')).toHaveLength(4)
  })

  it('take one round trip of three requests, all of them valid', async () => {
    const { client, server } = await calendarAndServer()
    await BookingCalendar.list(client, MAILBOX)
    expect(operationsOf(server).sort()).toEqual(['FindFolder', 'FindFolder', 'GetFolder'])
    expect(invalidRequests(server)).toEqual([])
  })

  it('are not told to an account without rights, and nothing is left running', async () => {
    const { client, server } = await calendarAndServer()
    const error = await rejection(BookingCalendar.list(client, 'room-1@example.com'))
    expect(error).toBeInstanceOf(EwsResponseError)
    expect(error.message).toContain('room-1@example.com')
    await until(() => client.stats.waiting + client.stats.underWay === 0)
    server.clear()
    expect(await rejection(BookingCalendar.list(client, 'nobody'))).toMatchObject({ path: 'mailbox' })
    expect(server.requests).toEqual([])
  })
})

/** The request with the smallest page that there is. */
const withPageOfOne = (asked: unknown): unknown =>
  typeof asked === 'object'
    ? { ...asked, indexedPageFolderView: { offset: offsetOf(asked), maxEntriesReturned: 1, basePoint: 'Beginning' } }
    : asked

const offsetOf = (asked: object | null): unknown =>
  asked !== null && 'indexedPageFolderView' in asked && typeof asked.indexedPageFolderView === 'object'
    ? Object.entries(asked.indexedPageFolderView ?? {}).find(([name]) => name === 'offset')?.[1]
    : 0

describe('pain 33: a calendar other than the default one', () => {
  it('books, moves, shows and cancels there alone', async () => {
    const { client, server, calendar, second } = await twoCalendars()
    const booking = await calendar.book(request)
    expect(booking).toMatchObject({ mailbox: MAILBOX, calendar: second })
    expect(entriesOf(server)).toEqual([])
    expect(await calendar.events(day)).toMatchObject([{ title: 'Consultation', ...slot }])
    const moved = await calendar.reschedule(booking, { start: at('11:00'), end: at('12:00') })
    expect(await calendar.freeBusy(day)).toEqual([{ start: at('11:00'), end: at('12:00'), status: 'busy' }])
    expect(await new BookingCalendar(client, { mailbox: MAILBOX }).freeBusy(day)).toEqual([])
    await calendar.cancel(moved)
    expect(await calendar.events(day)).toEqual([])
  })

  it('guards itself, and neither blocks the default one nor is blocked by it', async () => {
    const { client, server, calendar, second } = await twoCalendars()
    server.add(MAILBOX, { subject: 'Elsewhere', ...slot })
    await calendar.book(request)
    expect(await rejection(calendar.book({ ...request, key: 'order-2' }))).toBeInstanceOf(SlotTakenError)
    await add(client, second, { start: at('13:00'), end: at('14:00') })
    const times = { start: at('13:30'), end: at('14:30') }
    expect(await rejection(calendar.book({ ...request, ...times, key: 'order-3' }))).toBeInstanceOf(SlotTakenError)
    const other = new BookingCalendar(client, { mailbox: MAILBOX })
    expect(await other.book({ ...request, ...times, key: 'order-3' })).toMatchObject({ key: 'order-3' })
  })

  it('knows keys of its own: the same key may name a booking in each calendar', async () => {
    const { client, calendar } = await twoCalendars()
    const first = await calendar.book(request)
    const second = await new BookingCalendar(client, { mailbox: MAILBOX }).book(request)
    expect(second.itemId).not.toBe(first.itemId)
    expect(second).not.toHaveProperty('calendar')
  })

  it('tells when it is free by a view of times and statuses alone (pain 28)', async () => {
    const { client, server, calendar, second } = await twoCalendars()
    await add(client, second)
    server.clear()
    expect(await calendar.freeBusy(day)).toEqual([{ ...slot, status: 'busy' }])
    expect(operationsOf(server)).toEqual(['FindItem', 'FindItem'])
    const [view] = server.requests.filter(({ xml }) => xml.includes('CalendarView'))
    expect([...(view?.xml ?? '').matchAll(/FieldURI="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'calendar:Start',
      'calendar:End',
      'calendar:LegacyFreeBusyStatus',
      'calendar:CalendarItemType',
    ])
    expect(server.requests.map(({ responseXml }) => responseXml).join()).not.toContain('Diagnosis')
    expect(invalidRequests(server)).toEqual([])
  })

  it('tells when it is free in one request, once the server has shown an occurrence of a series', async () => {
    const { client, server, calendar, second } = await twoCalendars()
    await add(client, second, slot, true)
    await calendar.freeBusy(day)
    server.clear()
    expect(await calendar.freeBusy(day)).toEqual([{ ...slot, status: 'busy' }])
    expect(operationsOf(server)).toEqual(['FindItem'])
  })

  it('has slots, and other mailboxes beside it', async () => {
    const { client, server, calendar, second } = await twoCalendars()
    await add(client, second)
    server.add(MAILBOX, { subject: 'In the default calendar', start: at('10:00'), end: at('11:00') })
    server.add('room-1@example.com', { subject: 'x', start: at('11:00'), end: at('12:00') })
    const options = { start: at('08:00'), end: at('13:00'), duration: 60 }
    const startsOf = async (calendars?: string[]) =>
      (await calendar.freeSlots({ ...options, calendars })).map(({ start }) => start)
    expect(await startsOf()).toEqual([at('08:00'), at('10:00'), at('11:00'), at('12:00')])
    expect(await startsOf(['room-1@example.com', MAILBOX])).toEqual([at('08:00'), at('10:00'), at('12:00')])
  })

  it('is never free where its occurrences are hidden (pain 39)', async () => {
    const { client, calendar, second } = await twoCalendars({ deviations: ['leavesViewsUnexpanded'] })
    await add(client, second, { start: at('06:00'), end: at('07:00') })
    expect(await calendar.freeBusy(day)).toHaveLength(1)
    await add(client, second, { start: new Date('2026-11-01T09:00:00Z'), end: new Date('2026-11-01T10:00:00Z') }, true)
    for (const call of [() => calendar.freeBusy(day), () => calendar.book(request), () => calendar.events(day)]) {
      const error = await rejection(call())
      expect(error).toBeInstanceOf(UnreliableServerError)
      expect(error).toMatchObject({ limitation: 'expandedViews' })
    }
  })

  it('is not free if it is gone', async () => {
    const { client, calendar, second } = await twoCalendars()
    await client.call(DeleteFolder, { deleteType: 'HardDelete', folderIds: [{ folderId: { id: second } }] })
    for (const call of [() => calendar.freeBusy(day), () => calendar.book(request), () => calendar.events(day)]) {
      expect(await rejection(call())).toMatchObject({ responseCode: 'ErrorFolderNotFound' })
    }
    await until(() => client.stats.waiting + client.stats.underWay === 0)
  })

  it('is named by an id', async () => {
    const { client } = await calendarAndServer()
    expect(() => new BookingCalendar(client, { mailbox: MAILBOX, calendar: '' })).toThrow(EwsRequestError)
  })
})
