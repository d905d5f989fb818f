import { EwsProtocolError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { at, clientOf, rejection, search } from '../exchange'
import { basicAuth, findItemAnswer, foundSubject, httpServer } from '../http-server'

/** Returns a client of a server that answers with this content type, or with none. */
async function clientOfType(contentType: string | undefined, body: string, status = 200) {
  const headers = contentType === undefined ? {} : { 'Content-Type': contentType }
  const server = await httpServer((_request, response) => response.writeHead(status, headers).end(body))
  return clientOf(server, basicAuth)
}

const fault =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>' +
  '<faultcode>ErrorServerBusy</faultcode><faultstring>Busy</faultstring></s:Fault></s:Body></s:Envelope>'

describe('SOAP is recognized by status and media type', () => {
  it.each([
    'text/xml',
    'text/xml; charset=utf-8',
    'text/xml;charset="UTF-8"',
    'TEXT/XML; CharSet=UTF-8',
    'text/xml; charset=utf-16',
    'application/xml',
    'application/soap+xml; charset=utf-8; action="urn:x"',
    ' text/xml ; charset=utf-8',
    '',
    undefined,
  ])('%s', async (contentType) => {
    const client = await clientOfType(contentType, findItemAnswer)
    const { responseMessages } = await client.findItem(search)
    expect(responseMessages[0]?.rootFolder?.items).toMatchObject([{ subject: foundSubject }])
    const refused = await clientOfType(contentType, fault, 500)
    expect(await rejection(refused.findItem(search))).toMatchObject({ code: 'ERR_EWS_THROTTLED' })
  })
})

describe('pain 21: a login page is reported as one', () => {
  it.each([
    [200, 'text/html'],
    [200, 'TEXT/HTML; charset=utf-8'],
    [200, 'application/xhtml+xml'],
  ])('with status %i, as %s', async (status, contentType) => {
    const client = await clientOfType(contentType, '<html><body><form action="/owa/auth.owa"/></body></html>', status)
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsProtocolError)
    expect(error.message).toContain(`a web page answered instead of EWS (HTTP ${status})`)
    expect(error.hint).toContain('pre-authentication')
  })

  it('with status 440', async () => {
    const client = await clientOfType('text/html', '<html></html>', 440)
    expect((await rejection(client.findItem(search))).message).toContain('a login page answered (HTTP 440)')
  })

  it('without a content type is not taken for an answer', async () => {
    const client = await clientOfType(undefined, '<!DOCTYPE html><html></html>')
    expect(await rejection(client.findItem(search))).toBeInstanceOf(EwsProtocolError)
  })
})

describe('other types are not taken for SOAP', () => {
  it.each(['text/plain', 'application/json', 'image/svg+xml'])('%s', async (contentType) => {
    const client = await clientOfType(contentType, findItemAnswer)
    expect((await rejection(client.findItem(search))).message).toContain('the answer is not SOAP (HTTP 200)')
  })
})

describe('pain 25: an error says if a change may have been carried out', () => {
  const calendarItem = { start: at('09:00'), end: at('10:00') }
  const creation = { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem }] } as const

  it.each([
    [500, true],
    [502, true],
    [504, true],
    [302, false],
    [403, false],
    [404, false],
    [440, false],
  ])('HTTP %i: %s', async (status, unknown) => {
    const client = await clientOfType('text/html', '<html></html>', status)
    const { message, retryable } = await rejection(client.createItem(creation))
    expect({ unknown: message.includes('It is not known whether'), retryable }).toEqual({ unknown, retryable: false })
    expect((await rejection(client.findItem(search))).message).not.toContain('It is not known whether')
  })
})

describe('pain 20: HTTP 500 with an empty body ends the call', () => {
  it.each(['text/xml', 'text/html', undefined])('as %s', async (contentType) => {
    const client = await clientOfType(contentType, '', 500)
    expect(await rejection(client.findItem(search))).toBeInstanceOf(EwsProtocolError)
  })
})
