import { describe, expect, it } from 'vitest'
import {
  type CalendarItem,
  CreateAttachment,
  CreateItem,
  DeleteAttachment,
  GetAttachment,
  GetItem,
  UpdateItem,
  type WholeAttachment,
} from '../../../src/operations'
import { factsOf } from '../../../src/simulator/items/attachment'
import { at, CLERK, DOCTOR, ROOM, withExchange } from '../exchange'

const server = withExchange()

const add = (more: object = {}) =>
  server.exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00'), ...more })

const note: WholeAttachment = { fileAttachment: { name: 'note.txt', content: 'SGVsbG8=' } }

async function attach(id: string, ...attachments: WholeAttachment[]) {
  const { responseMessages } = await server.call(CreateAttachment, { parentItemId: { id }, attachments })
  return responseMessages.map(({ responseCode, attachments: created = [] }) => ({
    responseCode,
    ...(created[0] && factsOf(created[0])?.attachmentId),
  }))
}

async function get(id: string): Promise<CalendarItem> {
  const itemShape = { baseShape: 'AllProperties' } as const
  const { responseMessages } = await server.call(GetItem, { itemShape, itemIds: [{ itemId: { id } }] })
  return responseMessages[0]?.items?.[0] ?? {}
}

async function content(id: string, bodyType?: 'Text') {
  const attachmentShape = bodyType && { bodyType }
  const { responseMessages } = await server.call(GetAttachment, { attachmentShape, attachmentIds: [{ id }] })
  return responseMessages[0]?.attachments?.[0] ?? responseMessages[0]?.responseCode
}

const rename = (id: string, changeKey: string) =>
  server.call(UpdateItem, {
    conflictResolution: 'NeverOverwrite',
    sendMeetingInvitationsOrCancellations: 'SendToNone',
    itemChanges: [
      {
        itemId: { id, changeKey },
        updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Late' } } }],
      },
    ],
  })

describe('an attachment', () => {
  it('gives its item a new change key, which the next conditional update needs', async () => {
    const { id, changeKey } = add()
    const [created] = await attach(id, note)
    expect(created).toMatchObject({ responseCode: 'NoError', rootItemId: id })
    expect(created?.rootItemChangeKey).not.toBe(changeKey)
    expect((await rename(id, changeKey)).responseMessages[0]?.responseCode).toBe('ErrorIrresolvableConflict')
    expect((await rename(id, created?.rootItemChangeKey ?? '')).responseMessages[0]?.responseCode).toBe('NoError')
    expect(await content(created?.id ?? '')).toMatchObject(note)
  })

  it('is listed without its content, and returned with it', async () => {
    const { id } = add()
    const [file, item] = await attach(id, note, {
      itemAttachment: {
        name: 'Plan',
        calendarItem: { subject: 'Plan', body: { bodyType: 'HTML', value: '<p>a</p>' } },
      },
    })
    const { attachments, hasAttachments, size = 0 } = await get(id)
    expect(hasAttachments).toBe(true)
    expect(size).toBeGreaterThan(5)
    expect(attachments).toMatchObject([
      { fileAttachment: { attachmentId: { id: file?.id }, name: 'note.txt', size: 5 } },
      { itemAttachment: { attachmentId: { id: item?.id }, name: 'Plan' } },
    ])
    expect(JSON.stringify(attachments)).not.toMatch(/SGVsbG8|calendarItem/)
    expect(await content(item?.id ?? '', 'Text')).toMatchObject({
      itemAttachment: { calendarItem: { subject: 'Plan', body: { bodyType: 'Text', value: 'a' } } },
    })
  })

  it('within the body does not count as one', async () => {
    const { id } = add()
    await attach(id, { fileAttachment: { name: 'logo.png', contentId: 'logo', isInline: true, content: 'AA==' } })
    expect(await get(id)).toMatchObject({
      hasAttachments: false,
      attachments: [{ fileAttachment: { isInline: true } }],
    })
  })

  it('is deleted without a change of the ids of others, and its id is not used again while they are there', async () => {
    const { id } = add()
    const ids = (await attach(id, note, note, note)).map((each) => each.id ?? '')
    expect(new Set(ids).size).toBe(3)
    const [first = '', second = '', third = ''] = ids
    const { responseMessages } = await server.call(DeleteAttachment, {
      attachmentIds: [{ id: second }, { id: second }],
    })
    const [deleted, again] = responseMessages
    expect(deleted?.rootItemId).toEqual({ rootItemId: id, rootItemChangeKey: (await get(id)).itemId?.changeKey })
    expect(again?.responseCode).toBe('ErrorItemNotFound')
    for (const left of [first, third]) expect(await content(left)).toMatchObject(note)
    const [more] = await attach(id, note)
    expect(ids).not.toContain(more?.id)
    await server.call(DeleteAttachment, { attachmentIds: [first, third, more?.id ?? ''].map((each) => ({ id: each })) })
    expect(await get(id)).not.toHaveProperty('attachments')
  })

  it('can come with a new item', async () => {
    const { responseMessages } = await server.call(CreateItem, {
      sendMeetingInvitations: 'SendToNone',
      items: [{ calendarItem: { start: at('11:00'), end: at('12:00'), attachments: [note] } }],
    })
    const { attachments = [] } = await get(responseMessages[0]?.items?.[0]?.itemId?.id ?? '')
    expect(await content((attachments[0] && factsOf(attachments[0])?.attachmentId?.id) ?? '')).toMatchObject(note)
  })

  it.each(['', 'AAAA', 'no base64!'])('with the id "%s" is invalid', async (id) => {
    expect(await content(id)).toBe('ErrorInvalidAttachmentId')
  })

  it('of an item that the caller can not see is not found', async () => {
    const [created] = await attach(add().id, note)
    const attachmentIds = [{ id: created?.id ?? '' }]
    const clerk = { authorization: CLERK, as: { smtpAddress: ROOM } }
    expect((await server.call(GetAttachment, { attachmentIds }, clerk)).responseMessages[0]?.responseCode).toBe(
      'ErrorItemNotFound',
    )
    expect((await server.call(DeleteAttachment, { attachmentIds }, clerk)).responseMessages[0]?.responseCode).toBe(
      'ErrorItemNotFound',
    )
  })
})
