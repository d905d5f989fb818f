import { describe, expect, it } from 'vitest'
import { type DistinguishedFolderIdName, GetEvents, Subscribe } from '../../../src/operations'
import { GetItem } from '../../../src/operations/mail/answers'
import { CreateItem, type NewRealItem } from '../../../src/operations/mail/create-item'
import { FindItem } from '../../../src/operations/mail/find-item'
import type { RealItem } from '../../../src/operations/mail/real-items'
import { UpdateItem } from '../../../src/operations/mail/update-item'
import type { CalendarItem } from '../../../src/operations/types/calendar-item'
import { at, DOCTOR, ROOM, withExchange } from '../exchange'

const NURSE = 'nurse@example.com'
const person = (emailAddress: string) => ({ mailbox: { emailAddress } })
const hour = { start: at('09:00'), end: at('10:00') }
const meeting = {
  subject: 'Case conference',
  body: { bodyType: 'Text', value: 'Mrs. X' },
  ...hour,
  location: 'Room 1',
  requiredAttendees: [person(NURSE)],
  optionalAttendees: [person('boss@example.org')],
  resources: [person(ROOM)],
} as const satisfies CalendarItem

const as = (smtpAddress: string) => ({ as: { smtpAddress } })

function withMeetings() {
  const { exchange, call } = withExchange({
    mailboxes: [
      { address: DOCTOR, name: 'Dr. Meier' },
      { address: NURSE, name: 'Nurse' },
      { address: ROOM, room: true },
    ],
  })
  const idsIn = async (mailbox: string, id: DistinguishedFolderIdName) => {
    const { responseMessages } = await call(
      FindItem,
      {
        traversal: 'Shallow',
        itemShape: { baseShape: 'IdOnly' },
        parentFolderIds: [{ distinguishedFolderId: { id } }],
      },
      as(mailbox),
    )
    const items = responseMessages[0]?.rootFolder?.items ?? []
    return items.flatMap((item) => Object.values(item).flatMap(({ itemId = { id: '' } }) => itemId))
  }
  const create = async (
    item: NewRealItem,
    mailbox = DOCTOR,
    messageDisposition: 'SendAndSaveCopy' | 'SendOnly' | 'SaveOnly' = 'SendAndSaveCopy',
    sendMeetingInvitations: 'SendToAllAndSaveCopy' | 'SendOnlyToAll' = 'SendToAllAndSaveCopy',
  ) => {
    const request = { messageDisposition, sendMeetingInvitations, items: [item] }
    return (await call(CreateItem, request, as(mailbox))).responseMessages[0]
  }
  const itemsIn = async (mailbox: string, id: DistinguishedFolderIdName): Promise<RealItem[]> => {
    const itemIds = (await idsIn(mailbox, id)).map((itemId) => ({ itemId }))
    if (itemIds.length === 0) return []
    const { responseMessages } = await call(
      GetItem,
      { itemShape: { baseShape: 'AllProperties' }, itemIds },
      as(mailbox),
    )
    return responseMessages.flatMap(({ items = [] }) => items)
  }
  return {
    exchange,
    call,
    create,
    idsIn,
    itemsIn,
    async invite(item: CalendarItem = meeting) {
      const itemId = (await create({ calendarItem: item }))?.items?.[0]?.calendarItem?.itemId
      if (itemId === undefined) throw new TypeError('No meeting was created')
      return itemId
    },
    /** Changes the meeting, and tells all. */
    move: (id: string, calendarItem: CalendarItem, fieldURI: 'calendar:Start' | 'calendar:Location') =>
      call(
        UpdateItem,
        {
          conflictResolution: 'AlwaysOverwrite',
          sendMeetingInvitationsOrCancellations: 'SendToAllAndSaveCopy',
          itemChanges: [{ itemId: { id }, updates: [{ setItemField: { fieldURI: { fieldURI }, calendarItem } }] }],
        },
        as(DOCTOR),
      ),
    async onlyRequest() {
      const [id, ...others] = await idsIn(NURSE, 'inbox')
      expect(others).toEqual([])
      return { id: id?.id ?? '' }
    },
  }
}

describe('An invitation in the Inbox', () => {
  const { exchange, call, create, invite, itemsIn, onlyRequest, move } = withMeetings()

  it('says all that the meeting does, and which calendar item it is about', async () => {
    await invite()
    const [copy] = exchange().calendar(NURSE)
    expect(await itemsIn(NURSE, 'inbox')).toMatchObject([
      {
        meetingRequest: {
          itemClass: 'IPM.Schedule.Meeting.Request',
          subject: 'Case conference',
          body: meeting.body,
          ...hour,
          location: 'Room 1',
          uid: copy?.uid,
          organizer: { mailbox: { name: 'Dr. Meier' } },
          from: { mailbox: { emailAddress: DOCTOR } },
          toRecipients: [{ emailAddress: NURSE }],
          ccRecipients: [{ emailAddress: 'boss@example.org' }],
          requiredAttendees: [person(NURSE)],
          associatedCalendarItemId: copy?.itemId,
          meetingRequestType: 'NewMeetingRequest',
          intendedFreeBusyStatus: 'Busy',
          legacyFreeBusyStatus: 'Tentative',
          isRead: false,
          isOutOfDate: false,
          hasBeenProcessed: true,
          isOrganizer: false,
          responseObjects: [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }],
        },
      },
    ])
  })

  it('has a copy in Sent Items if the request asks for one, and none in the Inbox of a room that has processed it', async () => {
    await invite()
    expect(await itemsIn(DOCTOR, 'sentitems')).toMatchObject([
      { meetingRequest: { subject: 'Case conference', isRead: true } },
    ])
    expect(await itemsIn(ROOM, 'inbox')).toEqual([])
  })

  it('has no copy without that', async () => {
    await create({ calendarItem: meeting }, DOCTOR, 'SendOnly', 'SendOnlyToAll')
    expect(await itemsIn(DOCTOR, 'sentitems')).toEqual([])
    expect(await itemsIn(NURSE, 'inbox')).toHaveLength(1)
  })

  it('is announced as new mail', async () => {
    const subscription = {
      pullSubscriptionRequest: {
        folderIds: [{ distinguishedFolderId: { id: 'inbox' } }],
        eventTypes: ['NewMailEvent'],
        timeout: 10,
      },
    } as const
    const { subscriptionId = '', watermark = '' } =
      (await call(Subscribe, subscription, as(NURSE))).responseMessages[0] ?? {}
    await invite()
    const request = await onlyRequest()
    const { responseMessages } = await call(GetEvents, { subscriptionId, watermark }, as(NURSE))
    expect(responseMessages[0]?.notification?.events).toMatchObject([{ newMailEvent: { itemId: { id: request.id } } }])
  })

  it.each([
    ['calendar:Location', { location: 'Room 2' }, 'InformationalUpdate'],
    ['calendar:Start', { start: at('09:30') }, 'FullUpdate'],
  ] as const)('is out of date after a change of %s', async (fieldURI, change, meetingRequestType) => {
    const { id } = await invite()
    const first = await onlyRequest()
    await move(id, change, fieldURI)
    expect(await itemsIn(NURSE, 'inbox')).toMatchObject([
      { meetingRequest: { isOutOfDate: true, meetingRequestType: 'Outdated' } },
      { meetingRequest: { ...change, isOutOfDate: false, meetingRequestType } },
    ])
    expect(await create({ acceptItem: { referenceItemId: first } }, NURSE)).toMatchObject({
      responseCode: 'ErrorCalendarMeetingRequestIsOutOfDate',
    })
  })
})

describe('An answer to an invitation in the Inbox', () => {
  const { exchange, create, invite, itemsIn, idsIn, onlyRequest } = withMeetings()

  it.each([
    ['acceptItem', 'Accept', 'Accepted', 'Pos'],
    ['tentativelyAcceptItem', 'Tentative', 'Tentative', 'Tent'],
    ['declineItem', 'Decline', 'Declined', 'Neg'],
  ] as const)('%s comes back to the organizer as mail', async (name, answer, prefix, itemClass) => {
    const itemId = await invite()
    const response = {
      referenceItemId: await onlyRequest(),
      body: { bodyType: 'Text', value: 'I see' },
      proposedStart: at('11:00'),
      proposedEnd: at('12:00'),
    } as const
    const items: Readonly<Record<typeof name, NewRealItem>> = {
      acceptItem: { acceptItem: response },
      tentativelyAcceptItem: { tentativelyAcceptItem: response },
      declineItem: { declineItem: response },
    }
    const answered = await create(items[name], NURSE)
    const [own] = exchange().calendar(DOCTOR)
    expect(own?.requiredAttendees).toMatchObject([
      { responseType: answer, proposedStart: at('11:00'), proposedEnd: at('12:00') },
    ])
    const [roomsAnswer, nursesAnswer] = await itemsIn(DOCTOR, 'inbox')
    expect(roomsAnswer).toMatchObject({
      meetingResponse: { subject: 'Accepted: Case conference', responseType: 'Accept' },
    })
    expect(nursesAnswer).toMatchObject({
      meetingResponse: {
        itemClass: `IPM.Schedule.Meeting.Resp.${itemClass}`,
        subject: `${prefix}: Case conference`,
        body: response.body,
        responseType: answer,
        from: { mailbox: { name: 'Nurse' } },
        ...hour,
        proposedStart: at('11:00'),
        associatedCalendarItemId: { id: itemId.id, changeKey: own?.itemId?.changeKey },
        isOrganizer: true,
      },
    })
    expect(await itemsIn(NURSE, 'sentitems')).toMatchObject([{ meetingResponse: { responseType: answer } }])
    const deleted = await idsIn(NURSE, 'deleteditems')
    expect(await idsIn(NURSE, 'inbox')).toEqual([])
    expect(answered?.items?.at(-1)?.meetingRequest?.itemId).toEqual(deleted.at(-1))
  })

  it('counts in the calendar if it is only saved, and goes to Drafts', async () => {
    await invite()
    const answered = await create({ acceptItem: { referenceItemId: await onlyRequest() } }, NURSE, 'SaveOnly')
    expect(exchange().calendar(NURSE)).toMatchObject([{ myResponseType: 'Accept' }])
    expect(await itemsIn(NURSE, 'drafts')).toMatchObject([{ meetingResponse: { isDraft: true } }])
    expect(await idsIn(NURSE, 'drafts')).toEqual([answered?.items?.at(-1)?.meetingResponse?.itemId])
    expect(exchange().sent.filter(({ from }) => from === NURSE)).toEqual([])
  })

  it('is refused if the meeting has left the calendar', async () => {
    await invite()
    const referenceItemId = await onlyRequest()
    await create({ declineItem: { referenceItemId } }, NURSE)
    expect(await create({ acceptItem: { referenceItemId } }, NURSE)).toMatchObject({
      responseCode: 'ErrorItemNotFound',
    })
  })
})

describe('A cancellation in the Inbox', () => {
  const { exchange, create, invite, itemsIn, idsIn } = withMeetings()

  async function cancelled() {
    const referenceItemId = await invite()
    const newBodyContent = { bodyType: 'Text', value: 'The room is flooded' } as const
    await create({ cancelCalendarItem: { referenceItemId: { id: referenceItemId.id }, newBodyContent } })
    const [, cancellation] = await itemsIn(NURSE, 'inbox')
    return cancellation?.meetingCancellation
  }

  it('says which calendar item it is about, and why', async () => {
    const [copy] = [await cancelled(), ...exchange().calendar(NURSE)].slice(1)
    expect(await itemsIn(NURSE, 'inbox')).toMatchObject([
      { meetingRequest: { isOutOfDate: true } },
      {
        meetingCancellation: {
          itemClass: 'IPM.Schedule.Meeting.Canceled',
          subject: 'Canceled: Case conference',
          body: { value: 'The room is flooded' },
          associatedCalendarItemId: copy?.itemId,
          ...hour,
          responseObjects: [{ removeItem: {} }],
        },
      },
    ])
  })

  it('is removed with its meeting by RemoveItem', async () => {
    const cancellation = await cancelled()
    const referenceItemId = { id: cancellation?.itemId?.id ?? '' }
    expect(await create({ removeItem: { referenceItemId } }, NURSE)).toMatchObject({ responseCode: 'NoError' })
    expect(exchange().calendar(NURSE)).toEqual([])
    expect(await idsIn(NURSE, 'inbox')).toHaveLength(1)
    expect(await idsIn(NURSE, 'deleteditems')).toHaveLength(2)
  })

  it('is the only message to remove', async () => {
    await invite()
    const [request] = await idsIn(NURSE, 'inbox')
    const referenceItemId = { id: request?.id ?? '' }
    expect(await create({ removeItem: { referenceItemId } }, NURSE)).toMatchObject({
      responseCode: 'ErrorInvalidReferenceItem',
    })
  })
})
