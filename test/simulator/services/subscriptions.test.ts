import { describe, expect, it } from 'vitest'
import {
  DeleteItem,
  GetEvents,
  GetStreamingEvents,
  Subscribe,
  type SubscribeRequest,
  Unsubscribe,
  UpdateItem,
} from '../../../src/operations'
import { CreateFolder } from '../../../src/operations/folders/create-folder'
import { at, CLERK, DOCTOR, DOCTORS_ACCOUNT, NOW, ROOM, type Who, withExchange } from '../exchange'

const folderIds = [{ distinguishedFolderId: { id: 'calendar' } }] as const
const eventTypes = ['CreatedEvent', 'DeletedEvent', 'ModifiedEvent', 'MovedEvent'] as const
const wanted = { folderIds, eventTypes }
const calendarOf = (emailAddress: string) => ({
  folderIds: [{ distinguishedFolderId: { id: 'calendar' as const, mailbox: { emailAddress } } }],
  eventTypes,
})

let now = NOW
const server = withExchange({
  now: () => now,
  mailboxes: [DOCTOR, { address: ROOM, permissions: { [DOCTOR]: 'Editor' } }],
})

const add = () => server.exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })

async function subscribe(request: SubscribeRequest, who?: Who) {
  const [message] = (await server.call(Subscribe, request, who)).responseMessages
  return { id: message?.subscriptionId ?? '', watermark: message?.watermark ?? '', code: message?.responseCode }
}

const pull = (more: object = {}, who?: Who) =>
  subscribe({ pullSubscriptionRequest: { ...wanted, timeout: 10, ...more } }, who)

async function events(subscriptionId: string, watermark: string, who?: Who) {
  const [message] = (await server.call(GetEvents, { subscriptionId, watermark }, who)).responseMessages
  return { code: message?.responseCode, ...message?.notification }
}

/** The kinds of events, and the items that they are about. */
const ofItems = (list: readonly object[] = []) =>
  list.flatMap((event) => Object.entries(event).flatMap(([kind, { itemId }]) => (itemId ? [[kind, itemId.id]] : [])))

const remove = (id: string, deleteType: 'HardDelete' | 'MoveToDeletedItems' | 'SoftDelete') =>
  server.call(DeleteItem, { deleteType, sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId: { id } }] })

describe('a pull subscription', () => {
  it('reports events from the watermark of Subscribe, and then from that of the last event', async () => {
    const { id, watermark } = await pull()
    const item = add()
    const first = await events(id, watermark)
    expect(first).toMatchObject({
      code: 'NoError',
      subscriptionId: id,
      previousWatermark: watermark,
      moreEvents: false,
    })
    expect(ofItems(first.events)).toEqual([
      ['createdEvent', item.id],
      ['modifiedEvent', item.id],
    ])
    const last = first.events?.at(-1)?.modifiedEvent
    expect(last).toMatchObject({ timeStamp: NOW, folderId: { id: expect.any(String) }, unreadCount: 0 })
    const quiet = await events(id, last?.watermark ?? '')
    expect(quiet.events).toEqual([{ statusEvent: { watermark: last?.watermark } }])
    await server.call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id: item.id },
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Late' } } }],
        },
      ],
    })
    expect(ofItems((await events(id, last?.watermark ?? '')).events)).toEqual([['modifiedEvent', item.id]])
    expect(ofItems((await events(id, watermark)).events)).toHaveLength(3)
  })

  it('reports many events in several answers', async () => {
    const { id, watermark } = await pull({ eventTypes: ['CreatedEvent'] })
    for (let count = 0; count < 501; count += 1) add()
    const first = await events(id, watermark)
    expect(first).toMatchObject({ moreEvents: true, events: { length: 500 } })
    const rest = await events(id, first.events?.at(-1)?.createdEvent?.watermark ?? '')
    expect(rest).toMatchObject({ moreEvents: false, events: { length: 1 } })
  })

  it.each([
    ['MoveToDeletedItems', 'movedEvent'],
    ['SoftDelete', 'movedEvent'],
    ['HardDelete', 'deletedEvent'],
  ] as const)('to a folder reports %s as %s', async (deleteType, kind) => {
    const item = add()
    const { id, watermark } = await pull()
    await remove(item.id, deleteType)
    const [event = {}] = (await events(id, watermark)).events ?? []
    expect(Object.keys(event)).toEqual([kind])
    const [about] = Object.values(event)
    expect(about).toMatchObject(kind === 'movedEvent' ? { oldItemId: { id: item.id } } : { itemId: { id: item.id } })
  })

  it('to all folders reports a move as a deletion from, and a creation in, a folder that has all items', async () => {
    const item = add()
    const { id, watermark } = await pull({ folderIds: undefined, subscribeToAllFolders: true })
    await remove(item.id, 'MoveToDeletedItems')
    const [deleted, created] = (await events(id, watermark)).events ?? []
    expect(deleted?.deletedEvent).toMatchObject({ itemId: { id: item.id } })
    expect(created?.createdEvent?.itemId?.id).not.toBe(item.id)
    expect(created?.createdEvent?.parentFolderId.id).toBe(deleted?.deletedEvent?.parentFolderId.id)
    await server.call(CreateFolder, {
      parentFolderId: { distinguishedFolderId: { id: 'calendar' } },
      folders: [{ calendarFolder: { displayName: 'Ward' } }],
    })
    const all = (await events(id, watermark)).events ?? []
    expect(all.at(-1)?.createdEvent).toMatchObject({ folderId: {}, parentFolderId: {} })
  })

  it('ends when nobody asks for its events for longer than its timeout', async () => {
    now = NOW
    const { id, watermark } = await pull({ timeout: 1 })
    now = new Date(NOW.getTime() + 59_999)
    expect((await events(id, watermark)).code).toBe('NoError')
    now = new Date(now.getTime() + 59_999)
    expect((await events(id, watermark)).code).toBe('NoError')
    now = new Date(now.getTime() + 60_000)
    expect((await events(id, watermark)).code).toBe('ErrorSubscriptionNotFound')
    now = NOW
  })

  it('begins where another one was, if it is given a watermark', async () => {
    const { watermark } = await pull()
    const item = add()
    const { id } = await pull({ watermark })
    expect(ofItems((await events(id, watermark)).events)[0]).toEqual(['createdEvent', item.id])
  })

  it('can be ended, once', async () => {
    const { id, watermark } = await pull()
    const end = async () => (await server.call(Unsubscribe, { subscriptionId: id })).responseMessages[0]?.responseCode
    expect(await end()).toBe('NoError')
    expect(await end()).toBe('ErrorSubscriptionNotFound')
    expect((await events(id, watermark)).code).toBe('ErrorSubscriptionNotFound')
  })
})

describe('a subscription is refused', () => {
  const room = calendarOf(ROOM)

  it.each([
    [
      'for the mailbox of somebody else',
      { pullSubscriptionRequest: { ...room, timeout: 1 } },
      'ErrorSubscriptionDelegateAccessNotSupported',
    ],
    [
      'for folders of two mailboxes',
      { streamingSubscriptionRequest: { eventTypes, folderIds: [...folderIds, ...room.folderIds] } },
      'ErrorInvalidSubscriptionRequest',
    ],
    ['without folders', { streamingSubscriptionRequest: { eventTypes } }, 'ErrorInvalidSubscriptionRequest'],
    [
      'to all folders and to some',
      { streamingSubscriptionRequest: { ...wanted, subscribeToAllFolders: true } },
      'ErrorInvalidSubscriptionRequest',
    ],
    [
      'to notifications that the server sends',
      { pushSubscriptionRequest: { ...wanted, statusFrequency: 1, url: 'https://client.example.com/' } },
      'ErrorInvalidPushSubscriptionUrl',
    ],
    [
      'with a broken watermark',
      { pullSubscriptionRequest: { ...wanted, timeout: 1, watermark: 'AAAA' } },
      'ErrorInvalidWatermark',
    ],
    [
      'with a watermark of the future',
      { pullSubscriptionRequest: { ...wanted, timeout: 1, watermark: 'AQAAAIFepydLN6xLFzA2/zTFyWX//wAAAAAAAAA=' } },
      'ErrorEventNotFound',
    ],
  ] as const)('%s', async (_case, request, code) => {
    expect((await subscribe(request)).code).toBe(code)
  })
})

describe('a subscription belongs to the account that created it', () => {
  it('whatever mailbox it acts for', async () => {
    const { id, watermark } = await pull()
    expect((await events(id, watermark, { as: { smtpAddress: ROOM } })).code).toBe('NoError')
    expect((await events(id, watermark, { as: 'self' })).code).toBe('NoError')
    for (const authorization of [CLERK, DOCTORS_ACCOUNT]) {
      expect((await events(id, watermark, { authorization, as: 'self' })).code).toBe('ErrorSubscriptionAccessDenied')
    }
  })

  it('and its kind', async () => {
    const { id } = await subscribe({ streamingSubscriptionRequest: wanted })
    const { id: pulled, watermark } = await pull()
    expect((await events(id, watermark)).code).toBe('ErrorInvalidPullSubscriptionId')
    expect((await events('bad', watermark)).code).toBe('ErrorInvalidSubscription')
    expect((await events(pulled, 'bad')).code).toBe('ErrorInvalidWatermark')
    const request = { subscriptionIds: [pulled], connectionTimeout: 1 }
    expect((await server.call(GetStreamingEvents, request)).responseMessages[0]).toMatchObject({
      responseCode: 'ErrorInvalidSubscription',
      errorSubscriptionIds: [pulled],
      connectionStatus: 'Closed',
    })
  })
})

describe('events', () => {
  it('that are too old are no longer there', async () => {
    const { id, watermark } = await pull()
    for (let count = 0; count < 6_000; count += 1) add()
    expect((await events(id, watermark)).code).toBe('ErrorEventNotFound')
  })
})

describe('a client that prefers to stay with one server', () => {
  it('is given a cookie for that, once', async () => {
    await pull()
    const { xml = '' } = server.exchange().requests.at(-1) ?? {}
    const send = (headers: Record<string, string>) =>
      server
        .connection()
        .send({ authorization: DOCTORS_ACCOUNT, body: xml.replace(/<s:Header>.*<\/s:Header>/, ''), headers })
    const prefers = { 'X-PreferServerAffinity': 'true' }
    const [cookie = ''] =
      (await send(prefers)).headers['set-cookie']?.filter((each) => each.startsWith('X-BackEndOverrideCookie')) ?? []
    expect(cookie).toMatch(/^X-BackEndOverrideCookie=[^;]+; path=\//)
    for (const headers of [{}, { ...prefers, Cookie: cookie }]) {
      expect(`${(await send(headers)).headers['set-cookie']}`).not.toContain('X-BackEndOverrideCookie')
    }
  })
})
