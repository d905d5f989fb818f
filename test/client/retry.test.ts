import type { EwsClient } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { stopClock, until } from '../clock'
import { clientOf, exchange, MAILBOX, newItem, rejection, search } from '../exchange'
import { elements, ewsServer, fault, found, messageXml, passing, status } from './ews-server'

const twoFolders = {
  ...search,
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }, { distinguishedFolderId: { id: 'deleteditems' } }],
} as const

const settled = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error) => error.code,
  )

describe('a read that fails', () => {
  it.each([
    'serverBusy',
    'serviceUnavailable',
    'emptyError',
    'dropBeforeCommit',
    'dropAfterCommit',
    'truncateConnection',
  ] as const)('is repeated after %s', async (fault) => {
    const clock = stopClock()
    const server = await exchange()
    const client = clientOf(server, { retry: true })
    await client.findItem(search)
    server.inject({ fault, times: 2 })
    await passing(clock, client, client.findItem(search))
    expect(client.stats.retries).toBe(2)
  })

  it('is repeated twice at most', async () => {
    const clock = stopClock()
    const server = await exchange()
    const client = clientOf(server, { retry: true })
    await client.findItem(search)
    server.inject({ fault: 'serverBusy', times: 3 })
    const error = await passing(clock, client, rejection(client.findItem(search)))
    expect(error).toMatchObject({ code: 'ERR_EWS_THROTTLED', responseCode: 'ErrorServerBusy' })
    expect(client.stats.retries).toBe(2)
  })

  it('ends with the words of the server where its repetition is held back for too long', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ retry: true, timeoutMs: 30_000 })
    server.answer = server.hold
    const calls = [1, 2].map(() => rejection(client.findItem(search)))
    await until(() => server.held.length === 2)
    for (const [request, response] of server.held.splice(0)) fault('ErrorServerBusy')(request, response)
    await until(() => client.stats.retries === 2)
    clock.pass(1)
    await until(() => client.stats.waiting === 2)
    // One of them is repeated for both, and the server asks for more time than they have.
    clock.pass(2_000)
    await until(() => server.held.length === 1)
    const longer = fault('ErrorServerBusy', messageXml('BackOffMilliseconds', 60_000))
    for (const [request, response] of server.held.splice(0)) longer(request, response)
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ code: 'ERR_EWS_THROTTLED', responseCode: 'ErrorServerBusy' })
      expect(error.message).not.toContain('was not sent')
    }
    expect(server.received).toHaveLength(3)
  })

  it('is not repeated if the error is permanent', async () => {
    const server = await ewsServer()
    const client = await server.client({ retry: true })
    for (const code of [400, 403, 404, 413, 440, 456]) {
      server.answer = status(code)
      expect(await rejection(client.findItem(search))).toMatchObject({ status: code, retryable: false })
    }
    expect(server.received).toHaveLength(6)
  })

  it('is not repeated with retry: false', async () => {
    const server = await ewsServer()
    const client = await server.client({ retry: false })
    server.answer = status(502)
    expect(await rejection(client.findItem(search))).toMatchObject({ status: 502, retryable: true })
    expect(server.received).toHaveLength(1)
  })
})

describe('a change that fails', () => {
  const signedIn = async () => {
    const server = await exchange()
    const client = clientOf(server, { retry: true })
    await client.findItem(search)
    return { server, client }
  }

  it.each(['serverBusy', 'serviceUnavailable'] as const)(
    'is repeated after %s, which carries nothing out',
    async (fault) => {
      const clock = stopClock()
      const { server, client } = await signedIn()
      server.inject({ fault })
      await passing(clock, client, client.createItem(newItem))
      expect(server.calendar(MAILBOX)).toHaveLength(1)
      expect(client.stats.retries).toBe(1)
    },
  )

  it('is repeated if it was never sent', async () => {
    const clock = stopClock()
    const { server, client } = await signedIn()
    await server.close()
    await until(() => client.stats.connections === 0)
    const lost = passing(clock, client, rejection(client.createItem(newItem)))
    expect(await lost).toMatchObject({ code: 'ERR_EWS_CONNECTION', retryable: true })
    expect(client.stats.retries).toBe(2)
  })

  it.each(['dropAfterCommit', 'dropBeforeCommit', 'truncateConnection', 'emptyError', 'truncate'] as const)(
    'is not repeated after %s: it may have been carried out',
    async (fault) => {
      const { server, client } = await signedIn()
      server.inject({ fault, operation: 'CreateItem' })
      const error = await rejection(client.createItem(newItem))
      expect(error.retryable).toBe(false)
      expect(error.message).toContain('not known whether')
      expect(server.requests.filter(({ operation }) => operation === 'CreateItem')).toHaveLength(1)
    },
  )
})

describe('a batch', () => {
  it('is never repeated because of one element', async () => {
    const server = await ewsServer()
    const client = await server.client({ retry: true })
    server.answer = elements('NoError', 'ErrorServerBusy')
    const { responseMessages } = await client.findItem(twoFolders)
    expect(responseMessages.map(({ error }) => error?.code)).toEqual([undefined, 'ERR_EWS_THROTTLED'])
    expect(server.received).toHaveLength(1)
    expect(client.stats.backingOffUntil).toBeInstanceOf(Date)
  })

  it('is repeated if every element was refused, and never throws for it', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ retry: true })
    server.answer = elements('ErrorServerBusy', 'ErrorServerBusy')
    const { responseMessages } = await passing(clock, client, client.findItem(twoFolders))
    expect(responseMessages.map(({ error }) => error?.code)).toEqual(['ERR_EWS_THROTTLED', 'ERR_EWS_THROTTLED'])
    expect(server.received).toHaveLength(3)
  })
})

describe('the budget', () => {
  const failing = async (client: EwsClient, count: number) => {
    for (let done = 0; done < count; done += 1) await settled(client.findItem(search))
  }

  it('allows ten retries, and one for each ten successes', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ retry: true })
    server.answer = status(502)
    await passing(clock, client, failing(client, 50))
    expect(server.received).toHaveLength(60)
    server.answer = found
    await passing(clock, client, failing(client, 50))
    server.answer = fault('ErrorInternalServerTransientError')
    await passing(clock, client, failing(client, 50))
    expect(server.received).toHaveLength(60 + 50 + 55)
  })
})
