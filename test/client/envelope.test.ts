import {
  buildEnvelope,
  CreateItem,
  EwsProtocolError,
  EwsRequestError,
  EwsResponseError,
  EwsThrottledError,
  FindItem,
  GetUserAvailability,
  parseEnvelope,
} from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { at, MAILBOX, search } from '../exchange'

const envelope = (body: string) =>
  `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"
    xmlns:T="http://schemas.microsoft.com/exchange/services/2006/types"
    xmlns:M="http://schemas.microsoft.com/exchange/services/2006/messages"
    xmlns:E="http://schemas.microsoft.com/exchange/services/2006/errors"><S:Body>${body}</S:Body></S:Envelope>`

const fault = (code: string, detail = '') =>
  envelope(`<S:Fault><faultcode>${code}</faultcode><faultstring xml:lang="en">Why</faultstring>${detail}</S:Fault>`)

function thrown(parse: () => unknown): unknown {
  try {
    parse()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}

describe('buildEnvelope', () => {
  it('writes the version and the impersonated mailbox into the header', () => {
    const xml = buildEnvelope(FindItem, search, { impersonate: { primarySmtpAddress: MAILBOX } })
    expect(xml).toContain('<t:RequestServerVersion Version="Exchange2013_SP1"/>')
    expect(xml).toContain(`<t:PrimarySmtpAddress>${MAILBOX}</t:PrimarySmtpAddress>`)
    expect(buildEnvelope(FindItem, search, { version: 'Exchange2016' })).toContain('Version="Exchange2016"')
    expect(buildEnvelope(FindItem, search)).not.toContain('Impersonation')
  })

  it('names the invalid field as the caller wrote it', () => {
    const items = [{ calendarItem: { start: new Date(Number.NaN) } }]
    const error = thrown(() => buildEnvelope(CreateItem, { sendMeetingInvitations: 'SendToNone', items }))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'items[0].calendarItem.start', operation: 'CreateItem', retryable: false })
  })

  it('pain 7: a window keeps its hours and minutes, in UTC, whatever TZ the process has', () => {
    const timeWindow = { startTime: at('07:15'), endTime: at('22:45') }
    const xml = buildEnvelope(GetUserAvailability, {
      mailboxDataArray: [{ email: { address: MAILBOX }, attendeeType: 'Required' }],
      freeBusyViewOptions: { timeWindow, requestedView: 'FreeBusy' },
    })
    expect(xml).toContain('<t:StartTime>2026-12-01T07:15:00</t:StartTime><t:EndTime>2026-12-01T22:45:00</t:EndTime>')
    expect(xml).toMatch(/<t:TimeZone><t:Bias>0<\/t:Bias>/)
  })
})

describe('a SOAP fault', () => {
  const detail = (xml: string) => `<detail>${xml}</detail>`

  it.each([
    [
      'in the types namespace, as Exchange 2007 does',
      '<T:MessageXml><T:Value Name="BackOffMilliseconds">25000</T:Value></T:MessageXml>',
    ],
    [
      'in the errors namespace, as Exchange 2010 does',
      '<E:MessageXml><T:Value Name="BackOffMilliseconds">25000</T:Value></E:MessageXml>',
    ],
  ])('gives its details %s', (_case, messageXml) => {
    const xml = fault('a:ErrorServerBusy', detail(`<E:ResponseCode>ErrorServerBusy</E:ResponseCode>${messageXml}`))
    const error = thrown(() => parseEnvelope(FindItem, xml))
    expect(error).toBeInstanceOf(EwsThrottledError)
    expect(error).toMatchObject({ backOffMs: 25_000, retryable: true })
  })

  it.each([
    'ErrorImpersonateUserDenied',
    'a:ErrorInvalidServerVersion',
    '\n  e:ErrorInvalidServerVersion\n',
    'ErrorFromTheFuture',
  ])('without detail carries its code in faultcode: %j', (faultcode) => {
    expect(thrown(() => parseEnvelope(FindItem, fault(faultcode)))).toMatchObject({
      code: 'ERR_EWS_RESPONSE',
      responseCode: /Error\w+/.exec(faultcode)?.[0],
      messageText: 'Why',
    })
  })

  it('pain 18: without detail may be throttling too, for an unknown time', () => {
    const error = thrown(() => parseEnvelope(CreateItem, fault('a:ErrorServerBusy')))
    expect(error).toMatchObject({ code: 'ERR_EWS_THROTTLED', retryable: true, backOffMs: undefined })
  })

  it.each(['S:Server', 'SOAP:Client', '', 'Error: at line 1'])(
    'that is none of EWS is a protocol error: "%s"',
    (code) => {
      expect(thrown(() => parseEnvelope(FindItem, fault(code)))).toBeInstanceOf(EwsProtocolError)
    },
  )

  it('with ErrorSchemaValidation says where and why, apart from the message', () => {
    const messageXml =
      '<T:MessageXml><T:LineNumber>1</T:LineNumber><T:LinePosition>42</T:LinePosition><T:Violation>quoted</T:Violation></T:MessageXml>'
    const xml = fault('a:x', detail(`<E:ResponseCode>ErrorSchemaValidation</E:ResponseCode>${messageXml}`))
    const error = thrown(() => parseEnvelope(FindItem, xml))
    expect(error).toMatchObject({
      message: 'FindItem failed: ErrorSchemaValidation at line 1, position 42 of the request',
      hint: expect.stringContaining('messageXml.Violation'),
      messageXml: { LineNumber: '1', LinePosition: '42', Violation: 'quoted' },
    })
    expect(String(error)).not.toContain('quoted')
  })

  it.each([
    ['only the line', '<T:LineNumber>7</T:LineNumber>', ' at line 7 of the request'],
    ['the place as values', '<T:Value Name="LineNumber">7</T:Value>', ' at line 7 of the request'],
    ['no number, but content', '<T:Value Name="LineNumber">secret</T:Value>', ''],
    ['no place', '<T:Violation>secret</T:Violation>', ''],
  ])('with ErrorSchemaValidation and %s says what is known', (_case, values, place) => {
    const messageXml = `<T:MessageXml>${values}</T:MessageXml>`
    const xml = fault('a:x', detail(`<E:ResponseCode>ErrorSchemaValidation</E:ResponseCode>${messageXml}`))
    const message = `FindItem failed: ErrorSchemaValidation${place}`
    expect(thrown(() => parseEnvelope(FindItem, xml))).toMatchObject({ message })
  })
})

describe('a failed element of a batch', () => {
  const findItemMessage = (inner: string) =>
    envelope(
      `<M:FindItemResponse><M:ResponseMessages>${inner}<M:FindItemResponseMessage ResponseClass="Success"><M:ResponseCode>NoError</M:ResponseCode></M:FindItemResponseMessage></M:ResponseMessages></M:FindItemResponse>`,
    )
  const failed = (code: string, rest = '') =>
    `<M:FindItemResponseMessage ResponseClass="Error"><M:MessageText>T</M:MessageText><M:ResponseCode>${code}</M:ResponseCode>${rest}</M:FindItemResponseMessage>`

  it('carries its error, and the others are kept', () => {
    const { responseMessages } = parseEnvelope(FindItem, findItemMessage(failed('ErrorAccessDenied')))
    const [first, second] = responseMessages.map(({ error }) => error)
    expect(first).toBeInstanceOf(EwsResponseError)
    expect(first).toMatchObject({ responseCode: 'ErrorAccessDenied', messageText: 'T', operation: 'FindItem' })
    expect(second).toBeUndefined()
  })

  it('creates its error once, when it is first read', () => {
    const [message] = parseEnvelope(FindItem, findItemMessage(failed('ErrorAccessDenied'))).responseMessages
    expect(Object.getOwnPropertyDescriptor(message, 'error')?.get).toBeTypeOf('function')
    const error = message?.error
    expect(message?.error).toBe(error)
    expect(Object.getOwnPropertyDescriptor(message, 'error')).toMatchObject({ value: error, enumerable: true })
  })

  it('with an unknown code is an error like others', () => {
    const { responseMessages } = parseEnvelope(FindItem, findItemMessage(failed('ErrorFromTheFuture')))
    expect(responseMessages[0]?.error).toMatchObject({ responseCode: 'ErrorFromTheFuture', retryable: false })
  })

  it.each(['', 'NoError', 'the text of an appointment'])(
    'around something that is no code of an error, "%s", keeps its own',
    (inner) => {
      const messageXml = `<M:MessageXml><T:Value Name="InnerErrorResponseCode">${inner}</T:Value></M:MessageXml>`
      const { responseMessages } = parseEnvelope(
        FindItem,
        findItemMessage(failed('ErrorInternalServerError', messageXml)),
      )
      expect(responseMessages[0]?.error).toMatchObject({
        responseCode: 'ErrorInternalServerError',
        messageText: 'T',
        message: 'FindItem failed: ErrorInternalServerError',
      })
    },
  )

  it.each([
    ['Error', 'ErrorAccessDenied', 'ErrorAccessDenied'],
    ['Error', 'NoError', 'NoError'],
    ['Deferred', 'NoError', 'NoError'],
    ['Warning', 'ErrorBatchProcessingStopped', 'ErrorBatchProcessingStopped'],
    ['Warning', 'NoError', undefined],
    ['Success', 'NoError', undefined],
  ])('of class %s with %s has the error %s', (responseClass, code, error) => {
    const message = failed(code).replace('"Error"', `"${responseClass}"`)
    const { responseMessages } = parseEnvelope(FindItem, findItemMessage(message))
    const found = responseMessages[0]?.error
    expect(found instanceof EwsResponseError ? found.responseCode : found).toBe(error)
  })

  it('pain 18: ErrorInternalServerError around ErrorServerBusy is throttling', () => {
    const messageXml =
      '<M:MessageXml><T:Value Name="InnerErrorResponseCode">ErrorServerBusy</T:Value><T:Value Name="BackOffMilliseconds">7</T:Value></M:MessageXml>'
    const { responseMessages } = parseEnvelope(
      FindItem,
      findItemMessage(failed('ErrorInternalServerError', messageXml)),
    )
    expect(responseMessages[0]?.error).toMatchObject({ code: 'ERR_EWS_THROTTLED', backOffMs: 7 })
  })

  it.each([
    [FindItem, 'ErrorMailboxMoveInProgress', true],
    [CreateItem, 'ErrorMailboxMoveInProgress', false],
    [FindItem, 'ErrorAccessDenied', false],
  ] as const)('of %o with %s is retryable: %s', (operation, code, retryable) => {
    expect(thrown(() => parseEnvelope(operation, fault(code)))).toMatchObject({ retryable })
  })
})
