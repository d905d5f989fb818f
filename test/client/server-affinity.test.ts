import { EwsRequestError, ServerAffinity } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { clientOf, exchange, MAILBOX, rejection } from '../exchange'

describe('an affinity', () => {
  it('names the anchor, and the server once a cookie has named it', () => {
    const affinity = new ServerAffinity(MAILBOX)
    const anchor = { 'x-anchormailbox': MAILBOX, 'x-preferserveraffinity': 'true' }
    expect(affinity.headers).toEqual(anchor)
    affinity.take('exchangecookie=1; path=/, X-BackEndOverrideCookie=abc~1; path=/EWS; secure')
    expect(affinity.headers).toEqual({ ...anchor, cookie: 'X-BackEndOverrideCookie=abc~1' })
    affinity.take('exchangecookie=2')
    expect(affinity.headers).toHaveProperty('cookie', 'X-BackEndOverrideCookie=abc~1')
  })

  it('leaves out an address that no header can carry', () => {
    expect(new ServerAffinity('zoë@example.com').headers).toEqual({ 'x-preferserveraffinity': 'true' })
    expect(new ServerAffinity('a@b\r\nX: y').headers).toEqual({ 'x-preferserveraffinity': 'true' })
  })

  it('goes with the requests that it is passed to, and no other', async () => {
    const server = await exchange()
    const client = clientOf(server)
    const affinity = new ServerAffinity('room-1@example.com')
    const subscription = {
      folderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
      eventTypes: ['CreatedEvent'],
    } as const
    await client.subscribe({ streamingSubscriptionRequest: subscription }, { affinity })
    expect(server.requests.at(-1)?.headers).toMatchObject({ 'x-anchormailbox': 'room-1@example.com' })
    await client.subscribe({ streamingSubscriptionRequest: subscription })
    expect(server.requests.at(-1)?.headers).toMatchObject({ 'x-anchormailbox': MAILBOX })
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('x-preferserveraffinity')
  })

  it('is refused if it is something else, before anything is sent', async () => {
    expect(() => Reflect.construct(ServerAffinity, [])).toThrow(EwsRequestError)
    const server = await exchange()
    const client = clientOf(server)
    const subscription = { streamingSubscriptionRequest: { folderIds: [], eventTypes: [] } }
    const options = { affinity: MAILBOX }
    const error = await rejection(Reflect.apply(client.subscribe, client, [subscription, options]))
    expect(error).toMatchObject({ code: 'ERR_EWS_REQUEST', path: 'affinity', operation: 'Subscribe' })
    const stream = Reflect.apply(client.getStreamingEvents, client, [{ subscriptionIds: ['x'] }, options])
    expect(await rejection(stream.next())).toMatchObject({ path: 'affinity' })
    expect(server.requests).toEqual([])
  })

  it('belongs to accounts: clients that share connections share their identity', async () => {
    const server = await exchange()
    const client = clientOf(server)
    expect(client.impersonating({ primarySmtpAddress: 'room-1@example.com' }).account).toBe(client.account)
    expect(clientOf(server).account).not.toBe(client.account)
  })
})
