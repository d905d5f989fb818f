import { describe, expect, it } from 'vitest'
import { DeleteItem, type DistinguishedFolderIdName, GetFolder } from '../../../src/operations'
import { GetItem, MoveItem, SyncFolderItems } from '../../../src/operations/mail/answers'
import { CreateItem, type CreateItemRequest, type NewRealItem } from '../../../src/operations/mail/create-item'
import { FindItem } from '../../../src/operations/mail/find-item'
import type { Message } from '../../../src/operations/mail/message'
import { SendItem } from '../../../src/operations/mail/send-item'
import { UpdateItem } from '../../../src/operations/mail/update-item'
import { DOCTOR, NOW, withExchange } from '../exchange'

const NURSE = 'nurse@example.com'
const OUTSIDER = 'patient@example.org'
const asNurse = { as: { smtpAddress: NURSE } }
const to = (...addresses: string[]) => addresses.map((emailAddress) => ({ emailAddress }))
const letter = {
  subject: 'Your visit',
  body: { bodyType: 'Text', value: 'See you on Tuesday' },
  toRecipients: to(NURSE, OUTSIDER),
} as const satisfies Message

function withMail() {
  const { exchange, call } = withExchange({
    mailboxes: [
      { address: DOCTOR, delegates: [{ user: NURSE }] },
      { address: NURSE, name: 'Nurse' },
    ],
  })
  const create = async (
    item: NewRealItem,
    more: Partial<CreateItemRequest> = {},
    who: Parameters<typeof call>[2] = undefined,
  ) => {
    const request = {
      messageDisposition: 'SaveOnly',
      sendMeetingInvitations: 'SendToNone',
      items: [item],
      ...more,
    } as const
    const { responseMessages } = await call(CreateItem, request, who)
    return responseMessages[0]
  }
  const idsIn = async (id: DistinguishedFolderIdName, who: Parameters<typeof call>[2] = undefined) => {
    const { responseMessages } = await call(
      FindItem,
      {
        traversal: 'Shallow',
        itemShape: { baseShape: 'IdOnly' },
        parentFolderIds: [{ distinguishedFolderId: { id } }],
      },
      who,
    )
    return (responseMessages[0]?.rootFolder?.items ?? []).flatMap(({ message }) => message?.itemId ?? [])
  }
  return {
    exchange,
    call,
    create,
    idsIn,
    /** The messages in a folder, with all properties. */
    async mailIn(id: DistinguishedFolderIdName, who: Parameters<typeof call>[2] = undefined) {
      const itemIds = (await idsIn(id, who)).map((itemId) => ({ itemId }))
      if (itemIds.length === 0) return []
      const { responseMessages } = await call(GetItem, { itemShape: { baseShape: 'AllProperties' }, itemIds }, who)
      return responseMessages.flatMap(({ items = [] }) => items.flatMap(({ message }) => message ?? []))
    },
    /** Saves a message in Drafts, and returns its id. */
    async draft(message: Message = letter) {
      const created = await create({ message })
      const itemId = created?.items?.[0]?.message?.itemId
      if (itemId === undefined) throw new TypeError('No draft was saved')
      return itemId
    },
    markRead: (itemId: { id: string }, isRead: boolean, who: Parameters<typeof call>[2] = undefined) =>
      call(
        UpdateItem,
        {
          conflictResolution: 'AutoResolve',
          messageDisposition: 'SaveOnly',
          sendMeetingInvitationsOrCancellations: 'SendToNone',
          itemChanges: [
            {
              itemId: { id: itemId.id },
              updates: [{ setItemField: { fieldURI: { fieldURI: 'message:IsRead' }, message: { isRead } } }],
            },
          ],
        },
        who,
      ),
  }
}

describe('A message that is saved', () => {
  const { exchange, draft, mailIn, create } = withMail()

  it('is a draft, with the names of its recipients, and goes nowhere', async () => {
    await draft()
    expect(await mailIn('drafts')).toMatchObject([
      {
        ...letter,
        itemClass: 'IPM.Note',
        isDraft: true,
        isRead: true,
        displayTo: `Nurse; ${OUTSIDER}`,
        toRecipients: [
          { name: 'Nurse', mailboxType: 'Mailbox' },
          { name: OUTSIDER, mailboxType: 'OneOff' },
        ],
        from: { mailbox: { emailAddress: DOCTOR } },
        internetMessageId: expect.stringMatching(/^<.+@example\.com>$/),
      },
    ])
    expect(exchange().sent).toEqual([])
  })

  it('is in the folder that the request names', async () => {
    await create({ message: letter }, { savedItemFolderId: { distinguishedFolderId: { id: 'inbox' } } })
    expect(await mailIn('inbox')).toMatchObject([{ subject: 'Your visit' }])
    expect(await mailIn('drafts')).toEqual([])
  })

  it('is no draft if its flags in MAPI say so', async () => {
    const extendedFieldURI = { propertyTag: '0x0e07', propertyType: 'Integer' } as const
    await create({ message: { ...letter, extendedProperty: [{ extendedFieldURI, value: '1' }] } })
    expect(await mailIn('drafts')).toMatchObject([{ isDraft: false }])
  })

  it.each([
    [
      'without a disposition',
      { message: letter },
      { messageDisposition: undefined },
      'ErrorMessageDispositionRequired',
    ],
    ['with a property of the server', { message: { isDraft: false } }, {}, 'ErrorInvalidPropertySet'],
    ['as an invitation', { meetingRequest: {} }, {}, 'ErrorInvalidOperation'],
    ['to nobody', { message: { subject: 'a' } }, { messageDisposition: 'SendOnly' }, 'ErrorInvalidRecipients'],
    [
      'from somebody else',
      { message: { ...letter, from: { mailbox: { emailAddress: NURSE } } } },
      { messageDisposition: 'SendOnly' },
      'ErrorSendAsDenied',
    ],
  ] as const)('is refused %s', async (_case, item, more, responseCode) => {
    expect(await create(item, more)).toMatchObject({ responseCode, items: [] })
  })
})

describe('A message that is sent', () => {
  const { exchange, create, mailIn, call, draft, idsIn } = withMail()

  it('arrives unread in the inboxes of recipients, without the blind ones, and is listed as sent', async () => {
    const message = { ...letter, bccRecipients: to('boss@example.org') }
    expect(await create({ message }, { messageDisposition: 'SendOnly' })).toMatchObject({ items: [] })
    const [received, ...others] = await mailIn('inbox', asNurse)
    expect(others).toEqual([])
    expect(received).toMatchObject({
      ...letter,
      toRecipients: [{ name: 'Nurse' }, { name: OUTSIDER }],
      isRead: false,
      isDraft: false,
      from: { mailbox: { emailAddress: DOCTOR } },
      receivedBy: { mailbox: { emailAddress: NURSE } },
      dateTimeReceived: NOW,
    })
    expect(received?.bccRecipients).toBeUndefined()
    expect(await mailIn('sentitems')).toEqual([])
    expect(exchange().sent).toEqual([
      {
        operation: 'CreateItem',
        kind: 'Message',
        from: DOCTOR,
        to: [NURSE, OUTSIDER, 'boss@example.org'],
        subject: 'Your visit',
      },
    ])
  })

  it('leaves a copy under the same message id if the request asks for one', async () => {
    await create({ message: letter }, { messageDisposition: 'SendAndSaveCopy' })
    const [copy] = await mailIn('sentitems')
    const [received] = await mailIn('inbox', asNurse)
    expect(copy).toMatchObject({ ...letter, toRecipients: [{ name: 'Nurse' }, {}], isRead: true, isDraft: false })
    expect(received?.internetMessageId).toBe(copy?.internetMessageId)
  })

  it('names the mailbox that a delegate sends it for', async () => {
    const own = { mailbox: { emailAddress: DOCTOR } }
    const message = { ...letter, toRecipients: to(DOCTOR), from: own, sender: own }
    const created = await create({ message }, { messageDisposition: 'SendOnly' }, asNurse)
    expect(created).toMatchObject({ responseCode: 'NoError' })
    expect(await mailIn('inbox')).toMatchObject([
      { from: { mailbox: { emailAddress: DOCTOR } }, sender: { mailbox: { emailAddress: NURSE } } },
    ])
  })

  it('reaches the sender too', async () => {
    await create({ message: { ...letter, toRecipients: to(DOCTOR) } }, { messageDisposition: 'SendOnly' })
    expect(await mailIn('inbox')).toHaveLength(1)
  })

  it.each([
    [true, 1],
    [false, 0],
  ])('by SendItem leaves Drafts (copy: %s)', async (saveItemToFolder, copies) => {
    const itemId = await draft()
    const { responseMessages } = await call(SendItem, { saveItemToFolder, itemIds: [{ itemId }] })
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(await idsIn('drafts')).toEqual([])
    expect(await idsIn('sentitems')).toHaveLength(copies)
    expect(await mailIn('inbox', asNurse)).toMatchObject([{ subject: 'Your visit', isDraft: false }])
  })

  it('is no calendar item', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', start: NOW, end: new Date(NOW.getTime() + 60_000) })
    const { responseMessages } = await call(SendItem, { saveItemToFolder: true, itemIds: [{ itemId: { id } }] })
    expect(responseMessages).toMatchObject([{ responseCode: 'ErrorInvalidItemForOperationSendItem' }])
  })
})

describe('An answer to a message', () => {
  const { create, mailIn, idsIn } = withMail()

  async function received() {
    const message = { ...letter, toRecipients: to(NURSE), ccRecipients: to(OUTSIDER) }
    await create({ message }, { messageDisposition: 'SendOnly' })
    const [referenceItemId] = await idsIn('inbox', asNurse)
    if (referenceItemId === undefined) throw new TypeError('Nothing has arrived')
    return referenceItemId
  }
  const newBodyContent = { bodyType: 'Text', value: 'Thank you' } as const
  const send = { messageDisposition: 'SendAndSaveCopy' } as const

  it.each(['replyToItem', 'replyAllToItem'] as const)('by %s goes to the sender, and quotes it', async (way) => {
    const reply = { referenceItemId: await received(), newBodyContent }
    await create(way === 'replyToItem' ? { replyToItem: reply } : { replyAllToItem: reply }, send, asNurse)
    const [original] = await mailIn('inbox', asNurse)
    expect(await mailIn('inbox')).toMatchObject([
      {
        subject: 'RE: Your visit',
        body: { value: 'Thank you\nSee you on Tuesday' },
        inReplyTo: original?.internetMessageId,
        toRecipients: [{ emailAddress: DOCTOR }],
        displayCc: way === 'replyAllToItem' ? OUTSIDER : '',
      },
    ])
  })

  it('by forwardItem goes to others', async () => {
    const forwardItem = { referenceItemId: await received(), toRecipients: to(DOCTOR) }
    await create({ forwardItem }, send, asNurse)
    expect(await mailIn('inbox')).toMatchObject([{ subject: 'FW: Your visit', body: letter.body }])
  })

  it('needs a message', async () => {
    expect(await create({ replyToItem: { newBodyContent } }, send)).toMatchObject({
      responseCode: 'ErrorInvalidReferenceItem',
    })
  })
})

describe('A message in a folder', () => {
  const { call, create, idsIn, mailIn, markRead, draft } = withMail()

  async function arrived() {
    await create({ message: letter }, { messageDisposition: 'SendOnly' })
    const [itemId] = await idsIn('inbox', asNurse)
    if (itemId === undefined) throw new TypeError('Nothing has arrived')
    return itemId
  }
  const inbox = { distinguishedFolderId: { id: 'inbox' } } as const

  it('is marked as read, which the folder counts and SyncFolderItems reports as such', async () => {
    const itemId = await arrived()
    const unread = async () => {
      const request = { folderShape: { baseShape: 'AllProperties' }, folderIds: [inbox] } as const
      const { responseMessages } = await call(GetFolder, request, asNurse)
      return responseMessages[0]?.folders?.[0]?.folder?.unreadCount
    }
    const changes = async (syncState?: string) => {
      const request = {
        itemShape: { baseShape: 'IdOnly' },
        syncFolderId: inbox,
        syncState,
        maxChangesReturned: 10,
      } as const
      const { responseMessages } = await call(SyncFolderItems, request, asNurse)
      return responseMessages[0]
    }
    const first = await changes()
    expect(first?.changes).toEqual([{ create: [{ message: { itemId } }] }])
    expect(await unread()).toBe(1)
    await markRead(itemId, true, asNurse)
    expect(await unread()).toBe(0)
    const [{ itemId: read } = {}] = await mailIn('inbox', asNurse)
    expect((await changes(first?.syncState))?.changes).toEqual([{ readFlagChange: { itemId: read, isRead: true } }])
    expect(await changes()).toMatchObject({ changes: [{ create: [{}] }] })
  })

  it('that changes in more than the flag is reported as changed', async () => {
    const itemId = await draft()
    const drafts = { distinguishedFolderId: { id: 'drafts' } } as const
    const sync = (syncState?: string) =>
      call(SyncFolderItems, {
        itemShape: { baseShape: 'IdOnly' },
        syncFolderId: drafts,
        syncState,
        maxChangesReturned: 10,
      })
    const { syncState } = (await sync()).responseMessages[0] ?? {}
    await markRead(itemId, false)
    await call(UpdateItem, {
      conflictResolution: 'AutoResolve',
      messageDisposition: 'SaveOnly',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id: itemId.id },
          updates: [
            { setItemField: { fieldURI: { fieldURI: 'item:Subject' }, message: { subject: 'New' } } },
            {
              appendToItemField: {
                fieldURI: { fieldURI: 'message:ToRecipients' },
                message: { toRecipients: to(DOCTOR) },
              },
            },
            { deleteItemField: { fieldURI: { fieldURI: 'item:Body' } } },
          ],
        },
      ],
    })
    expect((await sync(syncState)).responseMessages[0]?.changes).toMatchObject([{ update: [{}] }])
    expect(await mailIn('drafts')).toMatchObject([
      { subject: 'New', toRecipients: [{}, {}, { emailAddress: DOCTOR }], body: { value: '' } },
    ])
  })

  it.each([
    ['without a disposition', {}, 'ErrorMessageDispositionRequired'],
    [
      'under an old change key',
      { messageDisposition: 'SaveOnly', conflictResolution: 'NeverOverwrite' },
      'ErrorIrresolvableConflict',
    ],
  ] as const)('is not changed %s', async (_case, more, responseCode) => {
    const { id } = await draft()
    const { responseMessages } = await call(UpdateItem, {
      conflictResolution: 'AutoResolve',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id, changeKey: 'old' },
          updates: [{ deleteItemField: { fieldURI: { fieldURI: 'item:Subject' } } }],
        },
      ],
      ...more,
    })
    expect(responseMessages).toMatchObject([{ responseCode, items: [] }])
  })

  it('is sent by UpdateItem', async () => {
    const { id } = await draft()
    await call(UpdateItem, {
      conflictResolution: 'AutoResolve',
      messageDisposition: 'SendAndSaveCopy',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id },
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, item: { subject: 'New' } } }],
        },
      ],
    })
    expect(await idsIn('drafts')).toEqual([])
    expect(await mailIn('sentitems')).toMatchObject([{ subject: 'New' }])
    expect(await mailIn('inbox', asNurse)).toMatchObject([{ subject: 'New' }])
  })

  it('is moved and deleted, without a word on meetings', async () => {
    const itemId = await arrived()
    const move = {
      toFolderId: { distinguishedFolderId: { id: 'junkemail' } },
      itemIds: [{ itemId }],
      returnNewItemIds: true,
    } as const
    const moved = (await call(MoveItem, move, asNurse)).responseMessages[0]?.items?.[0]?.message?.itemId
    expect(await idsIn('junkemail', asNurse)).toEqual([moved])
    const itemIds = moved === undefined ? [] : [{ itemId: moved }]
    const { responseMessages } = await call(
      DeleteItem,
      { deleteType: 'MoveToDeletedItems', sendMeetingCancellations: 'SendToNone', itemIds },
      asNurse,
    )
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(await idsIn('junkemail', asNurse)).toEqual([])
    expect(await mailIn('deleteditems', asNurse)).toMatchObject([{ subject: 'Your visit' }])
  })

  it.each([
    ['message:From', 'Dr. Meier', 0],
    ['message:From', DOCTOR, 1],
    ['message:IsRead', 'false', 1],
    ['message:IsRead', 'true', 0],
    ['item:Subject', 'Your visit', 1],
  ] as const)('is found by %s %s', async (fieldURI, value, count) => {
    await arrived()
    const { responseMessages } = await call(
      FindItem,
      {
        traversal: 'Shallow',
        itemShape: { baseShape: 'AllProperties' },
        restriction: { isEqualTo: { fieldURI: { fieldURI }, fieldURIOrConstant: { constant: { value } } } },
        parentFolderIds: [inbox],
      },
      asNurse,
    )
    expect(responseMessages[0]?.rootFolder?.items).toHaveLength(count)
  })
})
