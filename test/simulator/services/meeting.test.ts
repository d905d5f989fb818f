import { describe, expect, it } from 'vitest'
import {
  CreateItem,
  type CreateItemRequest,
  DeleteItem,
  FindItem,
  GetItem,
  UpdateItem,
  type UpdateItemRequest,
} from '../../../src/operations'
import type { CalendarItem } from '../../../src/operations/types/calendar-item'
import { at, DOCTOR, NOW, withExchange } from '../exchange'

const hour = { start: at('09:00'), end: at('10:00') }
const guest = { mailbox: { name: 'Guest', emailAddress: 'guest@example.com' } }
const room = { mailbox: { emailAddress: 'room-1@example.com' } }
const meeting = { subject: 'Consultation', ...hour, requiredAttendees: [guest], resources: [room] }
const everybody = ['guest@example.com', 'room-1@example.com']
const organizer = { mailbox: { name: 'Boss', emailAddress: 'boss@example.com' } }
const invited = { ...meeting, organizer, myResponseType: 'NoResponseReceived' as const }

function withMeetings() {
  const { exchange, call } = withExchange()
  const respond = async (
    item: CreateItemRequest['items'][number],
    messageDisposition: CreateItemRequest['messageDisposition'] = 'SendAndSaveCopy',
  ) => {
    const request = { messageDisposition, sendMeetingInvitations: 'SendToNone', items: [item] } as const
    return (await call(CreateItem, { ...request, items: [...request.items] })).responseMessages[0]
  }
  const deletedItems = async () => {
    const { responseMessages } = await call(FindItem, {
      traversal: 'Shallow',
      itemShape: { baseShape: 'AllProperties' },
      parentFolderIds: [{ distinguishedFolderId: { id: 'deleteditems' } }],
    })
    return responseMessages[0]?.rootFolder?.items ?? []
  }
  return { exchange, call, respond, deletedItems }
}

describe('Invitations', () => {
  const { exchange, call } = withMeetings()

  it.each([
    ['SendToNone', []],
    [
      'SendOnlyToAll',
      [{ operation: 'CreateItem', kind: 'MeetingRequest', from: DOCTOR, to: everybody, subject: 'Consultation' }],
    ],
    ['SendToAllAndSaveCopy', [{ kind: 'MeetingRequest', to: everybody }]],
  ] as const)('with %s', async (sendMeetingInvitations, sent) => {
    await call(CreateItem, { sendMeetingInvitations, items: [{ calendarItem: meeting }] })
    expect(exchange().sent).toMatchObject(sent)
    expect(exchange().calendar(DOCTOR)).toMatchObject([
      { meetingRequestWasSent: sent.length > 0, myResponseType: 'Organizer' },
    ])
  })

  it('are not sent without attendees', async () => {
    await call(CreateItem, { sendMeetingInvitations: 'SendToAllAndSaveCopy', items: [{ calendarItem: hour }] })
    expect(exchange().sent).toEqual([])
  })

  type Sending = UpdateItemRequest['sendMeetingInvitationsOrCancellations']
  const other = { mailbox: { emailAddress: 'other@example.com' } }
  it.each([
    ['SendToNone', []],
    [
      'SendOnlyToAll',
      [
        { kind: 'MeetingRequest', to: ['other@example.com', 'room-1@example.com'] },
        { kind: 'MeetingCancellation', to: ['guest@example.com'], subject: 'Canceled: Consultation' },
      ],
    ],
    [
      'SendToChangedAndSaveCopy',
      [
        { kind: 'MeetingRequest', to: ['other@example.com'] },
        { kind: 'MeetingCancellation', to: ['guest@example.com'] },
      ],
    ],
  ] satisfies [Sending, object[]][])('of an added guest, with %s', async (send, sent) => {
    const { id } = exchange().add(DOCTOR, meeting)
    await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: send,
      itemChanges: [
        {
          itemId: { id },
          updates: [
            {
              setItemField: {
                fieldURI: { fieldURI: 'calendar:RequiredAttendees' },
                calendarItem: { requiredAttendees: [other] },
              },
            },
          ],
        },
      ],
    })
    expect(exchange().sent).toMatchObject(sent)
    expect(exchange().sent).toHaveLength(sent.length)
    expect(exchange().calendar(DOCTOR)[0]?.appointmentSequenceNumber).toBe(sent.length > 0 ? 1 : 0)
  })
})

describe('Appending', () => {
  const { exchange, call } = withMeetings()
  const append = async (
    id: string,
    update: NonNullable<UpdateItemRequest['itemChanges'][number]['updates'][number]['appendToItemField']>,
  ) => {
    const { responseMessages } = await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [{ itemId: { id }, updates: [{ appendToItemField: update }] }],
    })
    return responseMessages[0]?.responseCode
  }

  it.each([
    ['calendar:RequiredAttendees', 'requiredAttendees', [guest], [room]],
    ['calendar:OptionalAttendees', 'optionalAttendees', [guest], [room]],
    ['calendar:Resources', 'resources', [room], [guest]],
    ['item:Categories', 'categories', ['red'], ['blue']],
  ] as const)('to %s keeps the present entries', async (fieldURI, property, present, added) => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour, [property]: present })
    const calendarItem: CalendarItem = { [property]: added }
    expect(await append(id, { fieldURI: { fieldURI }, calendarItem })).toBe('NoError')
    expect(exchange().calendar(DOCTOR)[0]?.[property]).toEqual([...present, ...added])
  })

  it('to a body keeps its type', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour, body: { bodyType: 'Text', value: '1 < ' } })
    const calendarItem: CalendarItem = { body: { bodyType: 'HTML', value: '<b>2 &amp; 3</b>' } }
    await append(id, { fieldURI: { fieldURI: 'item:Body' }, calendarItem })
    expect(exchange().calendar(DOCTOR)[0]?.body).toEqual({ bodyType: 'Text', value: '1 < 2 & 3' })
  })

  it('turns an appointment into a meeting, organized by its owner', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour })
    const calendarItem: CalendarItem = { requiredAttendees: [guest] }
    await append(id, { fieldURI: { fieldURI: 'calendar:RequiredAttendees' }, calendarItem })
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ isMeeting: true, myResponseType: 'Organizer' }])
  })
})

describe('CancelCalendarItem', () => {
  const { exchange, respond, deletedItems } = withMeetings()

  it('notifies the attendees, and moves the meeting to Deleted Items', async () => {
    const referenceItemId = exchange().add(DOCTOR, meeting)
    const newBodyContent = { bodyType: 'Text', value: 'Sorry.' } as const
    const message = await respond({ cancelCalendarItem: { referenceItemId, newBodyContent } })
    const [deleted] = await deletedItems()
    expect(message).toMatchObject({ responseCode: 'NoError', items: [{ itemId: deleted?.itemId }] })
    expect(deleted).toMatchObject({ isCancelled: true, subject: 'Canceled: Consultation', appointmentState: 5 })
    expect(exchange().calendar(DOCTOR)).toEqual([])
    expect(exchange().sent).toEqual([
      {
        operation: 'CreateItem',
        kind: 'MeetingCancellation',
        from: DOCTOR,
        to: everybody,
        subject: 'Canceled: Consultation',
      },
    ])
  })

  it('is for the organizer only', async () => {
    const referenceItemId = exchange().add(DOCTOR, invited)
    expect(await respond({ cancelCalendarItem: { referenceItemId } })).toMatchObject({
      responseCode: 'ErrorCalendarIsNotOrganizer',
      items: [],
    })
    expect(exchange().calendar(DOCTOR)).toHaveLength(1)
    expect(exchange().sent).toEqual([])
  })

  it('changes nothing as a draft', async () => {
    const referenceItemId = exchange().add(DOCTOR, meeting)
    expect(await respond({ cancelCalendarItem: { referenceItemId } }, 'SaveOnly')).toMatchObject({
      responseCode: 'NoError',
      items: [],
    })
    expect(exchange().calendar(DOCTOR)).toHaveLength(1)
    expect(exchange().sent).toEqual([])
  })
})

describe('A response to an invitation', () => {
  const { exchange, respond, deletedItems } = withMeetings()

  it.each([
    ['acceptItem', 'Accept', 'OOF'],
    ['tentativelyAcceptItem', 'Tentative', 'Tentative'],
  ] as const)('%s is stored, and sent to the organizer', async (name, myResponseType, legacyFreeBusyStatus) => {
    const { id } = exchange().add(DOCTOR, { ...invited, intendedFreeBusyStatus: 'OOF', status: 'Tentative' })
    const response: CreateItemRequest['items'][number] =
      name === 'acceptItem'
        ? { acceptItem: { referenceItemId: { id } } }
        : { tentativelyAcceptItem: { referenceItemId: { id } } }
    expect(await respond(response)).toMatchObject({ responseCode: 'NoError', items: [{ itemId: { id } }] })
    expect(exchange().calendar(DOCTOR)).toMatchObject([
      { myResponseType, legacyFreeBusyStatus, appointmentReplyTime: NOW },
    ])
    expect(exchange().sent).toMatchObject([{ kind: 'MeetingResponse', from: DOCTOR, to: ['boss@example.com'] }])
  })

  it('declineItem removes the meeting from the calendar', async () => {
    const { id } = exchange().add(DOCTOR, invited)
    await respond({ declineItem: { referenceItemId: { id } } })
    expect(exchange().calendar(DOCTOR)).toEqual([])
    expect(await deletedItems()).toMatchObject([{ myResponseType: 'Decline' }])
  })

  it.each([
    ["to one's own invitation", meeting, 'ErrorCalendarIsOrganizerForAccept'],
    ['to an appointment', { subject: 'a', ...hour }, 'ErrorInvalidReferenceItem'],
    ['to a cancelled meeting', { ...invited, isCancelled: true }, 'ErrorCalendarIsCancelledForAccept'],
  ])('%s is refused', async (_case, item, responseCode) => {
    const { id } = exchange().add(DOCTOR, item)
    expect(await respond({ acceptItem: { referenceItemId: { id } } })).toMatchObject({ responseCode, items: [] })
    expect(exchange().sent).toEqual([])
  })

  it('without a reference, with an old change key, or without a disposition is refused', async () => {
    const { id } = exchange().add(DOCTOR, invited)
    const codeOf = async (...given: Parameters<typeof respond>) => (await respond(...given))?.responseCode
    expect(await codeOf({ acceptItem: {} })).toBe('ErrorInvalidReferenceItem')
    expect(await codeOf({ acceptItem: { referenceItemId: { id, changeKey: 'old' } } })).toBe('ErrorStaleObject')
  })
})

describe('A response object without a disposition', () => {
  const { exchange, call } = withMeetings()

  it('is refused', async () => {
    const { id } = exchange().add(DOCTOR, invited)
    const items = [{ acceptItem: { referenceItemId: { id } } }]
    expect((await call(CreateItem, { sendMeetingInvitations: 'SendToNone', items })).responseMessages).toMatchObject([
      { responseCode: 'ErrorMessageDispositionRequired' },
    ])
  })
})

describe('The possible responses', () => {
  const { exchange, call } = withMeetings()

  it.each([
    ["a meeting of one's own", meeting, [{ cancelCalendarItem: {} }]],
    ['an invitation', invited, [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }]],
    ['a cancelled meeting', { ...invited, isCancelled: true }, undefined],
    ['an appointment', { subject: 'a', ...hour }, undefined],
  ])('of %s are in its properties', async (_case, item, responseObjects) => {
    const { id } = exchange().add(DOCTOR, item)
    const request = { itemShape: { baseShape: 'AllProperties' as const }, itemIds: [{ itemId: { id } }] }
    const [message] = (await call(GetItem, request)).responseMessages
    expect(message?.items?.[0]?.responseObjects).toEqual(responseObjects)
  })
})

describe('Deleting', () => {
  const { exchange, call, respond, deletedItems } = withMeetings()
  const remove = (
    id: string,
    deleteType: 'HardDelete' | 'SoftDelete' | 'MoveToDeletedItems',
    sendMeetingCancellations: 'SendToNone' | 'SendOnlyToAll' | 'SendToAllAndSaveCopy' = 'SendToNone',
  ) => call(DeleteItem, { deleteType, sendMeetingCancellations, itemIds: [{ itemId: { id } }] })
  const get = async (id: string) => {
    const request = { itemShape: { baseShape: 'AllProperties' as const }, itemIds: [{ itemId: { id } }] }
    return (await call(GetItem, request)).responseMessages[0]
  }

  it('MoveToDeletedItems keeps the item under a new id, read-only', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour })
    await remove(id, 'MoveToDeletedItems')
    const [deleted] = await deletedItems()
    const newId = deleted?.itemId?.id ?? ''
    expect(newId).not.toBe(id)
    expect((await get(id))?.responseCode).toBe('ErrorItemNotFound')
    expect((await get(newId))?.items).toMatchObject([{ subject: 'a', parentFolderId: deleted?.parentFolderId }])
    const { responseMessages } = await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        { itemId: { id: newId }, updates: [{ deleteItemField: { fieldURI: { fieldURI: 'calendar:Location' } } }] },
      ],
    })
    expect(responseMessages).toMatchObject([{ responseCode: 'ErrorCalendarCannotUpdateDeletedItem' }])
    expect((await respond({ cancelCalendarItem: { referenceItemId: { id: newId } } }))?.responseCode).toBe(
      'ErrorInvalidReferenceItem',
    )
    await remove(newId, 'HardDelete')
    expect(await deletedItems()).toEqual([])
  })

  it.each(['HardDelete', 'SoftDelete'] as const)('%s leaves nothing behind', async (deleteType) => {
    await remove(exchange().add(DOCTOR, { subject: 'a', ...hour }).id, deleteType)
    expect(await deletedItems()).toEqual([])
  })

  it.each([
    ['SendToNone', meeting, []],
    ['SendOnlyToAll', meeting, [{ operation: 'DeleteItem', kind: 'MeetingCancellation', to: everybody }]],
    ['SendToAllAndSaveCopy', meeting, [{ kind: 'MeetingCancellation', to: everybody }]],
    ['SendToAllAndSaveCopy', invited, []],
  ] as const)('with %s: %#', async (send, item, sent) => {
    await remove(exchange().add(DOCTOR, item).id, 'MoveToDeletedItems', send)
    expect(exchange().sent).toMatchObject(sent)
    expect(exchange().sent).toHaveLength(sent.length)
  })
})
