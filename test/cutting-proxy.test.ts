import { EwsConnectionError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { cuttingProxy, type Moment } from './cutting-proxy'
import { clientOf, exchange, MAILBOX, newItem, search } from './exchange'

async function clientAndServer(cuts: ReadonlyMap<number, Moment>) {
  const server = await exchange({ auth: ['NTLM'] })
  const proxy = await cuttingProxy(server.url, cuts)
  return { server, proxy, client: clientOf({ url: proxy.url, ca: undefined }) }
}

describe('the cutting proxy', () => {
  it.each<[Moment, { carriedOut: boolean; answered: boolean }]>([
    ['before the request', { carriedOut: false, answered: false }],
    ['inside the request', { carriedOut: false, answered: false }],
    ['after the request', { carriedOut: false, answered: false }],
    ['before the answer', { carriedOut: true, answered: false }],
    ['inside the answer', { carriedOut: true, answered: false }],
    ['after the answer', { carriedOut: true, answered: true }],
  ])('cuts %s', async (moment, { carriedOut, answered }) => {
    const { server, client } = await clientAndServer(new Map([[1, moment]]))
    await client.findItem(search)
    const outcome: unknown = await client.createItem(newItem).catch((error: unknown) => error)
    expect(!(outcome instanceof EwsConnectionError)).toBe(answered)
    await client.findItem(search)
    expect(server.calendar(MAILBOX)).toHaveLength(carriedOut ? 1 : 0)
    expect(server.connections).toBe(2)
  })

  it('relays everything else, and counts requests with a body', async () => {
    const { server, proxy, client } = await clientAndServer(new Map())
    await Promise.all([client.findItem(search), client.findItem(search)])
    expect(server.requests).toHaveLength(4)
    expect(proxy.requests()).toBe(2)
  })
})
