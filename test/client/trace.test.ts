import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { RequestTrace, ResponseTrace } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redactedHeaders, textOf } from '../../src/client/observation/trace'
import { clientOf, everythingShownOf, exchange, PASSWORD, rejection, search, USERNAME } from '../exchange'

/** Collects the messages of both channels until the test ends. */
function traces(): (RequestTrace | ResponseTrace)[] {
  const seen: (RequestTrace | ResponseTrace)[] = []
  for (const name of ['ews-booking:request', 'ews-booking:response']) {
    const listener = (message: unknown) => seen.push(message as RequestTrace | ResponseTrace)
    subscribe(name, listener)
    onTestFinished(() => void unsubscribe(name, listener))
  }
  return seen
}

describe('requests and answers can be traced', () => {
  it.each(['ntlm', 'basic'] as const)('whole envelopes, and no credentials, with %s', async (type) => {
    const seen = traces()
    const server = await exchange()
    await clientOf(server, { auth: { type, username: USERNAME, password: PASSWORD } }).findItem(search)

    const sent = server.requests.map(({ xml, responseXml = '' }) => [xml, responseXml])
    expect(seen.map(({ body }) => body)).toEqual(sent.flat())
    const shown = everythingShownOf(seen)
    expect(shown).toMatch(/authorization: '(NTLM|Basic) \[redacted\]'/)
    expect(shown).not.toMatch(/TlRM/)
    expect(shown).not.toContain(Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64'))
    expect(shown).not.toContain(PASSWORD)
  })
})

describe('an answer that is not from EWS', () => {
  it('is traced as well, since it shows the cause', async () => {
    const seen = traces()
    const server = await exchange()
    server.inject({ fault: 'htmlPage' })
    await rejection(clientOf(server).findItem(search))
    expect(seen.at(-1)).toMatchObject({ status: 200, body: expect.stringContaining('/owa/auth.owa') })
  })
})

describe('a body is text', () => {
  const page = '<p>Überlastet 😀</p>'
  const littleEndian = Buffer.from(`\ufeff${page}`, 'utf16le')

  it.each([
    ['UTF-8', Buffer.from(page), page],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${page}`), `\ufeff${page}`],
    ['UTF-16, little-endian', littleEndian, `\ufeff${page}`],
    ['UTF-16, big-endian', Buffer.from(littleEndian).swap16(), `\ufeff${page}`],
    ['cut in the middle of a character', Buffer.from('<p>ü').subarray(0, -1), '<p>\ufffd'],
    ['nothing', Buffer.alloc(0), ''],
  ])('%s', (_case, body, text) => {
    expect(textOf(body)).toBe(text)
  })
})

describe('traced headers', () => {
  it.each([
    [{ authorization: 'Basic c2VjcmV0' }, { authorization: 'Basic [redacted]' }],
    [{ authorization: 'c2VjcmV0' }, { authorization: '[redacted]' }],
    [{ cookie: 'session=1' }, { cookie: '[redacted]' }],
    [
      { 'www-authenticate': ['NTLM TlRMTVNTUAAC', 'Basic realm="x"'] },
      { 'www-authenticate': 'NTLM [redacted], Basic realm="x"' },
    ],
    [{ 'content-type': 'text/xml' }, { 'content-type': 'text/xml' }],
  ])('%o is %o', (headers, expected) => {
    expect(redactedHeaders(headers)).toEqual(expected)
  })
})
