import { EwsRequestError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { propertyUpdates } from '../../src/booking/hold-and-confirm/calendar-items'
import { at, MAILBOX, rejection } from '../exchange'
import { calendarAndServer, entriesOf, request, slot } from './bookings'

const ATTENDEES = [{ address: 'patient@example.com' }, { address: 'relative@example.com', optional: true }]

describe('pain 23: cancel', () => {
  it('removes the appointment and no other', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    server.add(MAILBOX, { subject: 'Other', ...slot })
    await calendar.cancel(booking)
    expect(server.calendar(MAILBOX).map(({ subject }) => subject)).toEqual(['Other'])
    expect(server.sent).toEqual([])
  })

  it('moves it to Deleted Items', async () => {
    const { client, calendar } = await calendarAndServer()
    await calendar.cancel(await calendar.book(request))
    const { responseMessages } = await client.findItem({
      traversal: 'Shallow',
      itemShape: { baseShape: 'Default' },
      parentFolderIds: [{ distinguishedFolderId: { id: 'deleteditems' } }],
    })
    expect(responseMessages).toMatchObject([{ rootFolder: { items: [{ subject: 'Consultation' }] } }])
  })

  it('sends each attendee one cancellation', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, attendees: ATTENDEES })
    await calendar.cancel(booking)
    await calendar.cancel(booking)
    expect(server.sent).toMatchObject([
      { kind: 'MeetingRequest' },
      {
        operation: 'DeleteItem',
        kind: 'MeetingCancellation',
        from: MAILBOX,
        to: ['patient@example.com', 'relative@example.com'],
      },
    ])
  })

  it('leaves what somebody else has to finish to Deleted Items, too', async () => {
    const { client, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [{ itemId: { id: booking.itemId }, updates: propertyUpdates({ state: 'void' }) }],
    })
    expect(await calendar.get(booking)).toBeUndefined()
    expect(await calendar.book({ ...request, key: 'order-2' })).toMatchObject({ key: 'order-2' })
    const { responseMessages } = await client.findItem({
      traversal: 'Shallow',
      itemShape: { baseShape: 'Default' },
      parentFolderIds: [{ distinguishedFolderId: { id: 'deleteditems' } }],
    })
    expect(responseMessages).toMatchObject([{ rootFolder: { items: [{ subject: request.title }] } }])
  })

  it('succeeds if it was done already', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    await calendar.cancel(booking)
    await expect(calendar.cancel(booking)).resolves.toBeUndefined()
    expect(entriesOf(server)).toEqual([])
  })

  it('succeeds if somebody has deleted it in Outlook', async () => {
    const { server, client, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    await client.deleteItem({
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId: { id: booking.itemId } }],
    })
    await expect(calendar.cancel(booking)).resolves.toBeUndefined()
    expect(entriesOf(server)).toEqual([])
  })

  it('accepts a booking that was stored before it was moved', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    await calendar.reschedule(booking, { start: at('11:00'), end: at('12:00') })
    await calendar.cancel(JSON.parse(JSON.stringify(booking)))
    expect(entriesOf(server)).toEqual([])
  })

  it("fails with the server's error", async () => {
    const { calendar } = await calendarAndServer()
    const error = await rejection(calendar.cancel({ itemId: 'not an id' }))
    expect(error).toMatchObject({ responseCode: 'ErrorInvalidIdMalformed' })
  })

  it('is repeated if the server is busy', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    server.inject({ fault: 'serverBusy', operation: 'DeleteItem', backOffMs: 1 })
    await calendar.cancel(booking)
    expect(entriesOf(server)).toEqual([])
  })

  it('refuses a booking without id and sends nothing', async () => {
    const { server, calendar } = await calendarAndServer()
    const error = await rejection(calendar.cancel({ itemId: '' }))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'booking.itemId' })
    expect(server.requests).toEqual([])
  })

  it('sends nothing if its signal has aborted', async () => {
    const { server, calendar } = await calendarAndServer()
    const reason = new Error('The visitor has left')
    await expect(calendar.cancel({ itemId: 'x' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })
})
