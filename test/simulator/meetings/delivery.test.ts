import { describe, expect, it } from 'vitest'
import { CreateItem, type CreateItemRequest, DeleteItem, FindItem, GetItem, UpdateItem } from '../../../src/operations'
import { CreateItem as CreateRealItem } from '../../../src/operations/mail/create-item'
import type { CalendarItem } from '../../../src/operations/types/calendar-item'
import type { NewMailbox, SimulatorOptions } from '../../../src/simulator'
import { startSimulator } from '../../../src/simulator'
import { at, DOCTOR, NOW, options, ROOM, withExchange } from '../exchange'

const NURSE = 'nurse@example.com'
const OUTSIDER = 'patient@example.org'
const hour = { start: at('09:00'), end: at('10:00') }
const person = (emailAddress: string) => ({ mailbox: { emailAddress } })
const meeting = {
  subject: 'Case conference',
  body: { bodyType: 'Text', value: 'Mrs. X' },
  sensitivity: 'Private',
  ...hour,
  requiredAttendees: [person(NURSE), person(OUTSIDER)],
  resources: [person(ROOM)],
  location: 'Room 1',
} as const satisfies CalendarItem

const weekly = {
  weeklyRecurrence: { interval: 1, daysOfWeek: ['Tuesday'] },
  numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 3 },
} as const

const mailboxes: readonly NewMailbox[] = [
  { address: DOCTOR, name: 'Dr. Meier' },
  NURSE,
  { address: ROOM, name: 'Room 1', room: true },
]

const asNurse = { as: { smtpAddress: NURSE } }

function withMeetings(more: Partial<SimulatorOptions> = {}) {
  const { exchange, call } = withExchange({ mailboxes, ...more })
  return {
    exchange,
    call,
    async invite(
      item: CalendarItem = meeting,
      send: CreateItemRequest['sendMeetingInvitations'] = 'SendToAllAndSaveCopy',
    ) {
      const request = { sendMeetingInvitations: send, items: [{ calendarItem: item }] }
      const { responseMessages } = await call(CreateItem, request)
      const itemId = responseMessages[0]?.items?.[0]?.itemId
      if (itemId === undefined) throw new TypeError('No meeting was created')
      return itemId
    },
    async update(
      itemId: { id: string },
      calendarItem: CalendarItem,
      uri: 'calendar:Start' | 'calendar:End' | 'item:Subject' | 'calendar:RequiredAttendees' | 'calendar:Location',
    ) {
      await call(UpdateItem, {
        conflictResolution: 'AlwaysOverwrite',
        sendMeetingInvitationsOrCancellations: 'SendToAllAndSaveCopy',
        itemChanges: [
          { itemId: { id: itemId.id }, updates: [{ setItemField: { fieldURI: { fieldURI: uri }, calendarItem } }] },
        ],
      })
    },
    async respond(items: (referenceItemId: { id: string }) => CreateItemRequest['items'][number]) {
      const [copy] = exchange().calendar(NURSE)
      const item = items({ id: copy?.itemId?.id ?? '' })
      const request = {
        messageDisposition: 'SendAndSaveCopy',
        sendMeetingInvitations: 'SendToNone',
        items: [item],
      } as const
      await call(CreateRealItem, request, asNurse)
    },
    subjects: (mailbox: string) =>
      exchange()
        .calendar(mailbox)
        .map(({ subject }) => subject),
    /** The answers in the organizer's item. */
    answers() {
      const [item] = exchange().calendar(DOCTOR)
      const all = [...(item?.requiredAttendees ?? []), ...(item?.resources ?? [])]
      return Object.fromEntries(all.map(({ mailbox, responseType }) => [mailbox.emailAddress, responseType]))
    },
  }
}

describe('An invitation', () => {
  const { exchange, call, invite, subjects } = withMeetings()

  it("arrives in an attendee's calendar as tentative, from the organizer, under the same UID", async () => {
    const { id } = await invite()
    const [original] = exchange().calendar(DOCTOR)
    const [copy] = exchange().calendar(NURSE)
    expect(copy).toMatchObject({
      subject: 'Case conference',
      body: { value: 'Mrs. X' },
      sensitivity: 'Private',
      ...hour,
      uid: original?.uid,
      organizer: { mailbox: { name: 'Dr. Meier', emailAddress: DOCTOR } },
      isMeeting: true,
      legacyFreeBusyStatus: 'Tentative',
      intendedFreeBusyStatus: 'Busy',
      myResponseType: 'NoResponseReceived',
    })
    expect(copy?.itemId?.id).not.toBe(id)
    expect(exchange().sent).toMatchObject([
      { kind: 'MeetingRequest', to: [NURSE, OUTSIDER, ROOM] },
      { kind: 'MeetingResponse', from: ROOM, to: [DOCTOR], subject: 'Accepted: Case conference' },
    ])
  })

  it('is a meeting that the attendee can answer, with the rights on it', async () => {
    await invite()
    const [copy] = exchange().calendar(NURSE)
    const { responseMessages } = await call(
      GetItem,
      { itemShape: { baseShape: 'AllProperties' }, itemIds: [{ itemId: { id: copy?.itemId?.id ?? '' } }] },
      asNurse,
    )
    expect(responseMessages[0]?.items?.[0]).toMatchObject({
      isOrganizer: false,
      appointmentState: 3,
      responseObjects: [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }],
    })
  })

  it('carries nothing of what the organizer keeps about the meeting', async () => {
    const extendedFieldURI = {
      propertySetId: 'c11ff724-aa03-4555-9952-8fa248a11c3e',
      propertyName: 'key',
      propertyType: 'String',
    } as const
    await invite({ ...meeting, categories: ['Mine'], extendedProperty: [{ extendedFieldURI, value: 'secret' }] })
    const [copy] = exchange().calendar(NURSE)
    expect(copy?.extendedProperty ?? []).toEqual([])
    expect(copy?.categories ?? []).toEqual([])
  })

  it("leaves the attendee's own items alone, even under the same UID", async () => {
    exchange().add(NURSE, { subject: 'Mine', start: at('12:00'), end: at('13:00'), uid: 'same' })
    exchange().add(NURSE, {
      subject: 'My meeting',
      start: at('14:00'),
      end: at('15:00'),
      uid: 'other',
      requiredAttendees: [person(OUTSIDER)],
    })
    await invite({ ...meeting, uid: 'same' })
    await invite({ ...meeting, uid: 'other' })
    expect(subjects(NURSE)).toEqual(['Case conference', 'Case conference', 'Mine', 'My meeting'])
  })

  it('reaches nobody if it is sent to nobody', async () => {
    await invite(meeting, 'SendToNone')
    expect(subjects(NURSE)).toEqual([])
    expect(exchange().calendar(ROOM)).toEqual([])
  })
})

describe("An attendee's answer", () => {
  const server = withMeetings()

  it.each([
    ['Accept', (referenceItemId: { id: string }) => ({ acceptItem: { referenceItemId } })],
    ['Tentative', (referenceItemId: { id: string }) => ({ tentativelyAcceptItem: { referenceItemId } })],
    ['Decline', (referenceItemId: { id: string }) => ({ declineItem: { referenceItemId } })],
  ] as const)('%s comes back to the organizer', async (answer, response) => {
    const { changeKey } = await server.invite()
    await server.respond(response)
    expect(server.answers()).toEqual({ [NURSE]: answer, [OUTSIDER]: undefined, [ROOM]: 'Accept' })
    const [item] = server.exchange().calendar(DOCTOR)
    expect(item?.requiredAttendees?.[0]?.lastResponseTime).toEqual(NOW)
    expect(item?.itemId?.changeKey).not.toBe(changeKey)
    expect(server.exchange().calendar(NURSE)).toHaveLength(answer === 'Decline' ? 0 : 1)
  })
})

describe('A room', () => {
  const server = withMeetings()
  const roomItems = () => server.exchange().calendar(ROOM)

  it('accepts a meeting at a free time, and rewrites its copy', async () => {
    await server.invite()
    expect(roomItems()).toMatchObject([
      { subject: 'Dr. Meier', sensitivity: 'Normal', legacyFreeBusyStatus: 'Busy', myResponseType: 'Accept', ...hour },
    ])
    expect(roomItems()[0]?.body).toBeUndefined()
    expect(server.answers()[ROOM]).toBe('Accept')
  })

  it('declines a meeting at a time that is taken', async () => {
    server.exchange().add(ROOM, { subject: 'Cleaning', start: at('09:30'), end: at('09:45') })
    await server.invite()
    expect(server.subjects(ROOM)).toEqual(['Cleaning'])
    expect(server.answers()[ROOM]).toBe('Decline')
  })

  it.each([
    [
      'ends beyond the booking window',
      { start: new Date('2027-06-30T09:00:00Z'), end: new Date('2027-06-30T10:00:00Z') },
    ],
    ['is longer than a day', { start: at('09:00'), end: new Date('2026-12-02T09:01:00Z') }],
    [
      'has no end',
      { recurrence: { ...weekly, numberedRecurrence: undefined, noEndRecurrence: { startDate: '2026-12-01' } } },
    ],
  ])('declines a meeting that %s', async (_case, change) => {
    await server.invite({ ...meeting, ...change } as CalendarItem)
    expect(server.answers()[ROOM]).toBe('Decline')
  })

  it('declines a series for one conflict, and accepts it without', async () => {
    const start = new Date('2026-12-15T09:15:00Z')
    const { id } = server.exchange().add(ROOM, { subject: 'Cleaning', start, end: new Date('2026-12-15T09:20:00Z') })
    await server.invite({ ...meeting, recurrence: weekly })
    expect(server.answers()[ROOM]).toBe('Decline')
    await server.call(
      DeleteItem,
      { deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId: { id } }] },
      { as: { smtpAddress: ROOM } },
    )
    await server.invite({ ...meeting, recurrence: weekly })
    expect(roomItems()).toMatchObject([{ calendarItemType: 'RecurringMaster', myResponseType: 'Accept' }])
  })

  it('gives up its booking if the meeting moves to a time that is taken', async () => {
    server.exchange().add(ROOM, { subject: 'Cleaning', start: at('11:00'), end: at('12:00') })
    const itemId = await server.invite()
    await server.update(itemId, { end: at('11:30') }, 'calendar:End')
    expect(server.subjects(ROOM)).toEqual(['Cleaning'])
    expect(server.answers()[ROOM]).toBe('Decline')
  })
})

describe('A room with AutoUpdate', () => {
  const server = withMeetings({
    mailboxes: [DOCTOR, { address: ROOM, room: { automateProcessing: 'AutoUpdate' } }],
  })

  it('enters a meeting as it is, tentative, and never answers', async () => {
    await server.invite()
    expect(server.exchange().calendar(ROOM)).toMatchObject([
      { subject: 'Case conference', legacyFreeBusyStatus: 'Tentative' },
    ])
    expect(server.answers()[ROOM]).toBeUndefined()
  })
})

describe('A room that is told to', () => {
  const server = withMeetings({
    mailboxes: [
      { address: DOCTOR, name: 'Dr. Meier' },
      {
        address: ROOM,
        room: { allowConflicts: true, deleteSubject: false, deleteComments: false, removePrivateProperty: false },
      },
    ],
  })

  it('allows conflicts, and keeps what it would remove', async () => {
    server.exchange().add(ROOM, { subject: 'Cleaning', start: at('09:30'), end: at('09:45') })
    await server.invite()
    expect(server.exchange().calendar(ROOM)).toMatchObject([
      { subject: 'Dr. Meier Case conference', body: { value: 'Mrs. X' }, sensitivity: 'Private' },
      { subject: 'Cleaning' },
    ])
  })
})

describe('An invitation of a group', () => {
  const server = withMeetings({ distributionGroups: [{ address: 'staff@example.com', members: [NURSE, DOCTOR] }] })

  it('reaches its members', async () => {
    await server.invite({ ...meeting, requiredAttendees: [person('staff@example.com')] })
    expect(server.subjects(NURSE)).toEqual(['Case conference'])
    expect(server.subjects(DOCTOR)).toEqual(['Case conference'])
  })
})

describe('A change of a meeting', () => {
  const server = withMeetings()

  it('reaches the copies, and asks again for an answer if the time changes', async () => {
    const itemId = await server.invite()
    await server.respond((referenceItemId) => ({ acceptItem: { referenceItemId } }))
    await server.update(itemId, { location: 'Room 2' }, 'calendar:Location')
    expect(server.exchange().calendar(NURSE)).toMatchObject([{ location: 'Room 2', myResponseType: 'Accept' }])
    await server.update(itemId, { end: at('11:00') }, 'calendar:End')
    expect(server.exchange().calendar(NURSE)).toMatchObject([
      { end: at('11:00'), myResponseType: 'NoResponseReceived', legacyFreeBusyStatus: 'Tentative' },
    ])
    expect(server.exchange().calendar(ROOM)).toMatchObject([{ end: at('11:00') }])
  })

  it('cancels the meeting for those who are no longer invited', async () => {
    const itemId = await server.invite()
    await server.update(itemId, { requiredAttendees: [person(OUTSIDER)] }, 'calendar:RequiredAttendees')
    expect(server.exchange().calendar(NURSE)).toMatchObject([
      { subject: 'Canceled: Case conference', isCancelled: true, legacyFreeBusyStatus: 'Free' },
    ])
  })

  it('of one occurrence reaches that of the copies alone', async () => {
    await server.invite({ ...meeting, recurrence: weekly })
    const view = {
      traversal: 'Shallow',
      itemShape: { baseShape: 'Default' },
      calendarView: { startDate: at('00:00'), endDate: new Date('2027-01-01T00:00:00Z') },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    } as const
    const found = await server.call(FindItem, view)
    const second = found.responseMessages[0]?.rootFolder?.items?.[1]?.itemId
    await server.update(second ?? { id: '' }, { subject: 'Only this one' }, 'item:Subject')
    const copies = await server.call(FindItem, view, asNurse)
    expect(copies.responseMessages[0]?.rootFolder?.items?.map(({ subject }) => subject)).toEqual([
      'Case conference',
      'Only this one',
      'Case conference',
    ])
  })
})

describe('A cancellation', () => {
  const server = withMeetings()

  it('stays in the calendars of people as cancelled, and frees the room', async () => {
    const itemId = await server.invite()
    await server.call(DeleteItem, {
      deleteType: 'MoveToDeletedItems',
      sendMeetingCancellations: 'SendToAllAndSaveCopy',
      itemIds: [{ itemId }],
    })
    expect(server.exchange().calendar(NURSE)).toMatchObject([{ isCancelled: true, legacyFreeBusyStatus: 'Free' }])
    expect(server.exchange().calendar(ROOM)).toEqual([])
  })

  it('that is sent to nobody leaves the room blocked', async () => {
    const itemId = await server.invite()
    await server.call(DeleteItem, {
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId }],
    })
    expect(server.exchange().calendar(ROOM)).toHaveLength(1)
  })
})

describe('Messages on demand', () => {
  const server = withMeetings({ delivery: 'onDemand' })

  it('wait for deliver, also in a saved state', async () => {
    await server.invite()
    expect(server.exchange().calendar(NURSE)).toEqual([])
    expect(server.answers()).toEqual({ [NURSE]: undefined, [OUTSIDER]: undefined, [ROOM]: undefined })
    await using other = await startSimulator({ ...options, delivery: 'onDemand', state: server.exchange().save() })
    for (const exchange of [server.exchange(), other]) {
      exchange.deliver()
      expect(exchange.calendar(NURSE)).toHaveLength(1)
      expect(exchange.calendar(ROOM)).toHaveLength(1)
    }
    expect(server.answers()[ROOM]).toBe('Accept')
  })
})
