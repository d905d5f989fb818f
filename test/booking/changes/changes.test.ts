import { EwsRequestError, type SyncFolderItemsRequest } from 'ews-booking'
import { BookingCalendar, type CalendarChanges } from 'ews-booking/booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf } from '../../../src/booking/changes/changes'
import type { Service } from '../../../src/simulator/services/service'
import { syncFolderItems } from '../../../src/simulator/services/sync-folder-items'
import { ServiceError } from '../../../src/simulator/soap/service-error'
import { at, day, MAILBOX, rejection } from '../../exchange'
import { bySuite } from '../../suite'
import { addHold, ago, calendarAndServer, operationsOf, request, slot } from '../bookings'
import { World } from '../hold-and-confirm/world'
import { Mirror, versionsOf } from './mirror'

const window = day
const later = { start: at('14:00'), end: at('15:00') }
const outside = { start: new Date('2027-06-01T09:00:00Z'), end: new Date('2027-06-01T10:00:00Z') }

/** The changes as short texts. */
const told = ({ changes }: CalendarChanges) =>
  changes.map((change) => [
    change.type,
    change.key,
    change.type === 'deleted' ? change.previous.start : change.event.start,
  ])

describe('changes', () => {
  it('are everything in the window at first, and nothing after it, for one small request', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', ...slot })
    server.add(MAILBOX, { subject: 'x', ...outside })
    const first = await calendar.changes(undefined, { window })
    expect(told(first)).toEqual([['made', undefined, slot.start]])
    expect(first.resynced).toBe(false)
    server.clear()
    expect(await calendar.changes(first.cursor)).toEqual({ changes: [], cursor: expect.any(String), resynced: false })
    expect(operationsOf(server)).toEqual(['SyncFolderItems'])
  })

  it('pain 34: tell what was moved, changed or deleted in Outlook, and whose booking it was', async () => {
    const { client, calendar } = await calendarAndServer()
    const bookings = []
    for (const [index, hour] of [9, 11, 13].entries()) {
      const times = { start: at(`${hour}:00`.padStart(5, '0')), end: at(`${hour + 1}:00`) }
      bookings.push(await calendar.book({ key: `order-${index}`, title: 'x', ...times }))
    }
    const { cursor } = await calendar.changes(undefined, { window })
    const [moved, changed, deleted] = bookings.map(({ itemId, changeKey }) => ({ itemId: { id: itemId, changeKey } }))
    if (moved === undefined || changed === undefined || deleted === undefined) throw new Error('three were booked')
    await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          ...moved,
          updates: [
            { setItemField: { fieldURI: { fieldURI: 'calendar:Start' }, calendarItem: { start: at('20:00') } } },
            { setItemField: { fieldURI: { fieldURI: 'calendar:End' }, calendarItem: { end: at('21:00') } } },
          ],
        },
        {
          ...changed,
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'y' } } }],
        },
      ],
    })
    await client.deleteItem({
      deleteType: 'MoveToDeletedItems',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [deleted],
    })
    const { changes } = await calendar.changes(cursor)
    expect(changes).toMatchObject([
      { type: 'changed', key: 'order-1', itemId: changed.itemId.id, event: { start: at('11:00'), status: 'busy' } },
      { type: 'deleted', key: 'order-2', itemId: deleted.itemId.id, previous: { start: at('13:00') } },
      { type: 'moved', key: 'order-0', event: { start: at('20:00') }, previous: { start: at('09:00') } },
    ])
    expect(JSON.stringify(changes)).not.toMatch(/title|subject/)
  })

  it('have no texts, neither in the result nor on the wire, unless they are asked for', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Diagnosis', ...slot, location: 'Ward 7', body: 'Results' })
    server.add(MAILBOX, { subject: 'Secret', ...later, sensitivity: 'Private' })
    const { changes } = await calendar.changes(undefined, { window })
    const wire = server.requests.map(({ responseXml }) => responseXml).join()
    expect(wire).not.toMatch(/Diagnosis|Ward 7|Results|Secret/)
    expect(JSON.stringify(changes)).not.toMatch(/Diagnosis/)
    const texts = await calendar.changes(undefined, { window, texts: true })
    expect(texts.changes).toMatchObject([
      { event: { title: 'Diagnosis', location: 'Ward 7', description: 'Results' } },
      { event: { private: true } },
    ])
    expect(texts.changes[1]).not.toHaveProperty('event.title')
    const owner = await calendar.changes(undefined, { window, texts: true, includePrivate: true })
    expect(owner.changes[1]).toHaveProperty('event.title', 'Secret')
  })

  it('tell an event that leaves the window as moved, and one that comes into it as made', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    const first = await calendar.changes(undefined, { window })
    const moved = await calendar.reschedule(booking, outside)
    const second = await calendar.changes(first.cursor)
    expect(second.changes).toMatchObject([{ type: 'moved', key: request.key, event: outside, previous: slot }])
    await calendar.reschedule(moved, later)
    expect(told(await calendar.changes(second.cursor))).toEqual([['made', request.key, later.start]])
    expect(server.calendar(MAILBOX)).toHaveLength(1)
  })

  it('know the occurrences of a series, each by itself', async () => {
    const { server, client, calendar } = await calendarAndServer()
    server.add(MAILBOX, {
      subject: 'Rounds',
      ...slot,
      recurrence: {
        dailyRecurrence: { interval: 1 },
        numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 3 },
      },
    })
    const week = { start: day.start, end: new Date(day.start.getTime() + 7 * 86_400_000) }
    const first = await calendar.changes(undefined, { window: week })
    expect(first.changes).toHaveLength(3)
    const second = first.changes[1]?.itemId ?? ''
    await client.deleteItem({
      deleteType: 'MoveToDeletedItems',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId: { id: second } }],
    })
    const { changes } = await calendar.changes(first.cursor)
    expect(changes.filter(({ type }) => type === 'deleted').map(({ itemId }) => itemId)).toEqual([second])
    expect(changes.filter(({ type }) => type === 'made' || type === 'moved')).toEqual([])
  })

  it('leave holds out, and tell a booking once it is confirmed', async () => {
    const { server, calendar } = await calendarAndServer()
    addHold(server, { key: 'other', created: ago(5) })
    const { changes, cursor } = await calendar.changes(undefined, { window })
    expect(changes).toEqual([])
    await calendar.book({ ...request, ...later })
    expect(told(await calendar.changes(cursor))).toEqual([['made', request.key, later.start]])
  })

  it('forget what another window leaves behind, and tell what it reaches as made', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', ...slot })
    server.add(MAILBOX, { subject: 'x', ...later })
    const morning = { start: day.start, end: at('12:00') }
    const first = await calendar.changes(undefined, { window: morning })
    const afternoon = await calendar.changes(first.cursor, { window: { start: at('12:00'), end: day.end } })
    expect(told(afternoon)).toEqual([['made', undefined, later.start]])
  })

  it('stay complete if the server has forgotten the state, even in the middle of its pages, and say so', async () => {
    let forgets = 0
    const forgetful: Service = {
      ...syncFolderItems,
      carryOut(given, context) {
        if (forgets > 0 && stateOf(given) !== undefined) {
          forgets -= 1
          throw new ServiceError('ErrorInvalidSyncStateData', 'Synchronization state data is corrupt.')
        }
        return syncFolderItems.carryOut(given, context)
      },
    }
    const { server, calendar } = await calendarAndServer({}, { services: [forgetful] })
    for (let index = 0; index < 600; index += 1) server.add(MAILBOX, { subject: 'x', ...outside })
    server.add(MAILBOX, { subject: 'x', ...slot })
    const first = await calendar.changes(undefined, { window })
    server.add(MAILBOX, { subject: 'x', ...later })
    forgets = 2
    const second = await calendar.changes(first.cursor)
    expect(second.resynced).toBe(true)
    expect(told(second)).toEqual([['made', undefined, later.start]])
    forgets = 3
    expect(await rejection(calendar.changes(second.cursor))).toMatchObject({
      responseCode: 'ErrorInvalidSyncStateData',
    })
  })

  it('come to an end with a server that promises more, but whose state stays the same', async () => {
    const stuck: Service = {
      ...syncFolderItems,
      carryOut: () => ({
        responseMessages: [
          {
            responseClass: 'Success',
            responseCode: 'NoError',
            syncState: 'AAAA',
            includesLastItemInRange: false,
            changes: [],
          },
        ],
      }),
    }
    const { server, calendar } = await calendarAndServer({}, { services: [stuck] })
    const { cursor } = await calendar.changes(undefined, { window })
    expect((await calendar.changes(cursor)).changes).toEqual([])
    expect(operationsOf(server).filter((name) => name === 'SyncFolderItems')).toHaveLength(3)
  })

  it.each<[string, unknown, string]>([
    ['no text', 42, 'must be what `changes` returned, and a number was given'],
    ['a text of another kind', 'AAMk', 'is from another version'],
    ['a damaged one', 'c1.AAAA', 'is damaged'],
    ['one of nothing', 'c1.eJwDAAAAAAE', 'is damaged'],
  ])('refuse a cursor that is %s', async (_case, cursor, message) => {
    const { server, calendar } = await calendarAndServer()
    const outcome: Promise<unknown> = Reflect.apply(calendar.changes, calendar, [cursor, { window }])
    const error = await rejection(outcome)
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'cursor', message: expect.stringContaining(message) })
    expect(server.requests).toEqual([])
  })

  it('refuse a cut cursor, and that of another calendar, and a first call without a window', async () => {
    const { client, calendar } = await calendarAndServer()
    const { cursor } = await calendar.changes(undefined, { window })
    expect(await rejection(calendar.changes(cursor.slice(0, -5)))).toMatchObject({ path: 'cursor' })
    const room = new BookingCalendar(client, { mailbox: 'room-1@example.com' })
    expect(await rejection(room.changes(cursor))).toMatchObject({ message: 'cursor belongs to another calendar' })
    expect(await rejection(calendar.changes())).toMatchObject({ path: 'window' })
  })
})

describe('a server that leaves our properties out of its views', () => {
  it('a hold that is gone before it is read by its id is no change', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    const id = world.add('order-1', 'hold', slot)
    const client = world.watchClient((operation) =>
      operation === 'GetItem' ? () => world.exchange.delete(id) : 'none',
    )
    const outcome = await world.outcome(changesOf(client, { mailbox: MAILBOX }, undefined, { window }))
    expect(outcome).toMatchObject({ booked: { changes: [] } })
  })
})

const stateOf = (given: unknown): string | undefined => {
  const { syncState }: Partial<SyncFolderItemsRequest> = Object(given)
  return syncState
}

describe('whatever happens in between, the changes add up to the calendar', () => {
  type Step = 'make' | 'make elsewhere' | 'move' | 'move away' | 'rename' | 'delete' | 'book' | 'ask'
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom<Step>('make', 'make elsewhere', 'move', 'move away', 'rename', 'delete', 'book', 'ask'),
      which: fc.nat({ max: 9 }),
      hour: fc.integer({ min: 0, max: 22 }),
    }),
    { minLength: 1, maxLength: 12 },
  )

  it('no change is missed and none told twice', async () => {
    const { server, client, calendar } = await calendarAndServer({ trusted: true })
    let orders = 0
    const hourOf = (hour: number) => ({
      start: at(`${String(hour).padStart(2, '0')}:00`),
      end: at(`${String(hour + 1).padStart(2, '0')}:00`),
    })
    const change = async (id: string | undefined, times?: { start: Date; end: Date }) => {
      if (id === undefined) return
      const set = (fieldURI: 'calendar:Start' | 'calendar:End' | 'item:Subject', calendarItem: object) => ({
        setItemField: { fieldURI: { fieldURI }, calendarItem },
      })
      await client.updateItem({
        conflictResolution: 'AlwaysOverwrite',
        sendMeetingInvitationsOrCancellations: 'SendToNone',
        itemChanges: [
          {
            itemId: { id },
            updates:
              times === undefined
                ? [set('item:Subject', { subject: `x${orders++}` })]
                : [set('calendar:Start', { start: times.start }), set('calendar:End', { end: times.end })],
          },
        ],
      })
    }
    const carryOut = async ({ what, which, hour }: { what: Step; which: number; hour: number }) => {
      const items = server.calendar(MAILBOX)
      const id = items[which % Math.max(1, items.length)]?.itemId?.id
      if (what === 'make') server.add(MAILBOX, { subject: 'x', ...hourOf(hour) })
      if (what === 'make elsewhere') server.add(MAILBOX, { subject: 'x', ...outside })
      if (what === 'move') await change(id, hourOf(hour))
      if (what === 'move away') await change(id, outside)
      if (what === 'rename') await change(id)
      if (what === 'delete' && id !== undefined) {
        await client.deleteItem({
          deleteType: 'HardDelete',
          sendMeetingCancellations: 'SendToNone',
          itemIds: [{ itemId: { id } }],
        })
      }
      if (what === 'book') {
        await calendar.book({ key: `k-${orders++}`, title: 'x', ...hourOf(hour) }).catch(() => undefined)
      }
    }
    const runs = bySuite({ quick: 12, slow: 150 })
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const mirror = new Mirror(window)
        let cursor: string | undefined
        const ask = async () => {
          const answer = await calendar.changes(cursor, { window })
          for (const each of answer.changes) mirror.apply(each)
          cursor = answer.cursor
        }
        for (const step of list) await (step.what === 'ask' ? ask() : carryOut(step))
        await ask()
        const events = await calendar.events(window)
        expect(mirror.events).toEqual(versionsOf(events))
        expect((await calendar.changes(cursor)).changes).toEqual([])
      }),
      { numRuns: runs },
    )
  })
})
