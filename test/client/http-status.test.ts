import { describe, expect, it } from 'vitest'
import { clientOf, newItem, rejection, search } from '../exchange'
import { basicAuth, httpServer } from '../http-server'

const ASP_NET = "<html><head><title>Server Error in '/EWS' Application</title></head><body>at System.Web</body></html>"
const SOAP =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>Out of luck.</faultstring></s:Fault></s:Body></s:Envelope>'

const bodies = [
  ['nothing', undefined, '', undefined],
  ['a page', 'text/html', ASP_NET, "Server Error in '/EWS' Application"],
  ['plain text', 'text/plain', 'The specified server version is invalid.', 'The specified server version is invalid.'],
  ['broken XML', 'text/xml', '<a><b></a>', undefined],
] as const

const verdicts = [
  [400, 'ERR_EWS_PROTOCOL', false, 'AMSI'],
  [403, 'ERR_EWS_AUTHENTICATION', false, 'EwsEnabled'],
  [404, 'ERR_EWS_PROTOCOL', false, 'Exchange.asmx'],
  [407, 'ERR_EWS_PROTOCOL', false, 'proxy'],
  [413, 'ERR_EWS_PROTOCOL', false, 'AMSI'],
  [429, 'ERR_EWS_THROTTLED', true, 'maxConnections'],
  [440, 'ERR_EWS_PROTOCOL', false, 'pre-authentication'],
  [456, 'ERR_EWS_AUTHENTICATION', false, 'Unlock'],
  [500, 'ERR_EWS_PROTOCOL', true, 'application pool'],
  [502, 'ERR_EWS_PROTOCOL', true, 'load balancer'],
  [503, 'ERR_EWS_THROTTLED', true, 'application pool'],
  [504, 'ERR_EWS_PROTOCOL', true, 'load balancer'],
  [507, 'ERR_EWS_THROTTLED', true, 'application pool'],
  [599, 'ERR_EWS_PROTOCOL', true, 'log'],
] as const

const clientFor = async (status: number, contentType: string | undefined, body: string, headers = {}) => {
  const server = await httpServer((_request, response) =>
    response
      .writeHead(status, { ...(contentType !== undefined && { 'content-type': contentType }), ...headers })
      .end(body),
  )
  return clientOf(server, basicAuth)
}

describe.each(verdicts)('pain 37: HTTP %i', (status, code, retryable, hint) => {
  it.each(bodies)('means the same with %s as its body', async (_case, contentType, body, detail) => {
    const error = await rejection((await clientFor(status, contentType, body)).findItem(search))
    expect(error).toMatchObject({ code, status, retryable, detail, operation: 'FindItem' })
    expect(error.hint).toContain(hint)
    expect(error.message).toContain(`(HTTP ${status})`)
  })

  it('is retryable for a change only if it was not carried out', async () => {
    const error = await rejection((await clientFor(status, undefined, '')).createItem(newItem))
    expect(error.retryable).toBe(code === 'ERR_EWS_THROTTLED')
    expect(error.message.includes('not known whether')).toBe(status >= 500 && code === 'ERR_EWS_PROTOCOL')
  })
})

describe('the server’s own words', () => {
  it.each([500, 200])('of a SOAP fault without an EWS code are kept, with status %i', async (status) => {
    const error = await rejection((await clientFor(status, 'text/xml', SOAP)).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_PROTOCOL', status, detail: 'Out of luck.' })
    expect(error.message).toContain('s:Server')
  })

  it.each([400, 502, 503])('of a SOAP fault with status %i are kept', async (status) => {
    const error = await rejection((await clientFor(status, 'text/xml', SOAP)).findItem(search))
    expect(error).toMatchObject({ status, detail: 'Out of luck.' })
  })

  it('in X-CasErrorCode take precedence over those of the page', async () => {
    const client = await clientFor(500, 'text/html', ASP_NET, { 'X-CasErrorCode': 'MailboxGuidWithDomainNotFound' })
    expect(await rejection(client.findItem(search))).toMatchObject({ detail: 'MailboxGuidWithDomainNotFound' })
  })
})
