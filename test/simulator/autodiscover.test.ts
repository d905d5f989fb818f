import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { DOCTOR, DOCTORS_ACCOUNT, withExchange } from './exchange'

const ELSEWHERE = 'https://other.example.com/autodiscover/autodiscover.xml'
const server = withExchange({
  autodiscover: {
    redirects: { 'Old@example.com': DOCTOR, 'moved@example.com': ELSEWHERE },
  },
})

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, attributeNamePrefix: '@' })

const send = (path: string, body: string, more: object = {}) =>
  server.connection().send({ path, body, authorization: DOCTORS_ACCOUNT, ...more })

const OUTLOOK = 'http://schemas.microsoft.com/exchange/autodiscover/outlook'
const xmlRequest = (address: string, schema = `${OUTLOOK}/responseschema/2006a`) =>
  `<?xml version="1.0"?><Autodiscover xmlns="${OUTLOOK}/requestschema/2006"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`

async function askInXml(body: string, path = '/autodiscover/autodiscover.xml') {
  const { text } = await send(path, body)
  return parser.parse(text).Autodiscover.Response
}

describe('Autodiscover in XML', () => {
  it('announces the address of EWS, whatever the case of the path', async () => {
    const { User, Account } = await askInXml(xmlRequest(DOCTOR.toUpperCase()), '/AutoDiscover/AutoDiscover.xml')
    const { url } = server.exchange()
    expect(User.AutoDiscoverSMTPAddress).toBe(DOCTOR)
    expect(Account).toMatchObject({ AccountType: 'email', Action: 'settings' })
    expect(Account.Protocol).toMatchObject([
      { Type: 'EXCH', EwsUrl: url },
      { Type: 'EXPR', EwsUrl: url },
    ])
  })

  it.each([
    ['to another address', 'old@example.com', { Action: 'redirectAddr', RedirectAddr: DOCTOR }],
    ['to another server', 'moved@example.com', { Action: 'redirectUrl', RedirectUrl: ELSEWHERE }],
  ])('redirects %s', async (_case, address, account) => {
    expect((await askInXml(xmlRequest(address))).Account).toEqual({ AccountType: 'email', ...account })
  })

  it.each([
    ['an unknown address', xmlRequest('nobody@example.com'), 500],
    ['no address', xmlRequest(''), 600],
    ['what is no request', '<Autodiscover/>', 600],
    ['what is no XML', 'x', 600],
    ['another form of answers', xmlRequest(DOCTOR, `${OUTLOOK}/responseschema/2007`), 601],
  ])('has an error for %s', async (_case, body, code) => {
    expect((await askInXml(body)).Error).toMatchObject({ ErrorCode: code, Message: expect.any(String) })
  })

  it('says to those that are not signed in yet whether there is SOAP, and nothing else', async () => {
    const { status, headers, text } = await send('/autodiscover/autodiscover.xml', '', {
      method: 'GET',
      authorization: undefined,
    })
    expect({ status, text }).toEqual({ status: 401, text: '' })
    expect(headers['x-soap-enabled']).toBe('True')
    const { text: signedIn } = await send('/autodiscover/autodiscover.xml', '', { method: 'GET' })
    expect(signedIn).toContain('<ErrorCode>600</ErrorCode>')
  })
})

const soapRequest = (addresses: readonly string[], settings: readonly string[]) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover" xmlns:wsa="http://www.w3.org/2005/08/addressing"><s:Header><a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion><wsa:Action>http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings</wsa:Action></s:Header><s:Body><a:GetUserSettingsRequestMessage><a:Request><a:Users>${addresses.map((address) => `<a:User><a:Mailbox>${address}</a:Mailbox></a:User>`).join('')}</a:Users><a:RequestedSettings>${settings.map((name) => `<a:Setting>${name}</a:Setting>`).join('')}</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></s:Body></s:Envelope>`

async function askInSoap(addresses: readonly string[], settings: readonly string[]) {
  const { text } = await send('/autodiscover/autodiscover.svc', soapRequest(addresses, settings))
  return parser.parse(text).Envelope.Body.GetUserSettingsResponseMessage.Response
}

describe('Autodiscover over SOAP', () => {
  it('answers each user with the settings that there are', async () => {
    const { ErrorCode, UserResponses } = await askInSoap(
      [DOCTOR, 'nobody@example.com', 'old@example.com', 'moved@example.com'],
      ['ExternalEwsUrl', 'PublicFolderServer'],
    )
    expect(ErrorCode).toBe('NoError')
    expect(UserResponses.UserResponse).toMatchObject([
      {
        ErrorCode: 'NoError',
        RedirectTarget: { '@nil': 'true' },
        UserSettingErrors: {
          UserSettingError: { ErrorCode: 'SettingIsNotAvailable', SettingName: 'PublicFolderServer' },
        },
        UserSettings: {
          UserSetting: { '@type': 'StringSetting', Name: 'ExternalEwsUrl', Value: server.exchange().url },
        },
      },
      { ErrorCode: 'InvalidUser' },
      { ErrorCode: 'RedirectAddress', RedirectTarget: DOCTOR },
      { ErrorCode: 'RedirectUrl', RedirectTarget: ELSEWHERE },
    ])
  })

  it('refuses a request without users, and one that it can not read', async () => {
    expect(await askInSoap([], ['ExternalEwsUrl'])).toMatchObject({ ErrorCode: 'InvalidRequest' })
    expect(await send('/autodiscover/autodiscover.svc', '<x/>')).toMatchObject({
      status: 500,
      text: expect.stringContaining('faultcode'),
    })
    expect(await send('/autodiscover/autodiscover.svc', '', { method: 'GET' })).toMatchObject({ status: 405 })
  })
})

describe('faults', () => {
  it('concern Autodiscover by the names of its operations, and requests are recorded by them', async () => {
    server.exchange().inject({ operation: 'GetUserSettings', fault: 'httpStatus', status: 503 })
    server.exchange().inject({ operation: 'Autodiscover', fault: 'redirect' })
    expect(await send('/autodiscover/autodiscover.svc', soapRequest([DOCTOR], ['ExternalEwsUrl']))).toMatchObject({
      status: 503,
    })
    expect(await send('/autodiscover/autodiscover.xml', xmlRequest(DOCTOR))).toMatchObject({ status: 302 })
    expect(server.exchange().requests.map(({ operation }) => operation)).toEqual(['GetUserSettings', 'Autodiscover'])
  })
})

describe('options', () => {
  const own = withExchange({ autodiscover: { soap: false, ewsUrl: 'https://mail.example.com/EWS/Exchange.asmx' } })

  it('can announce another address, and leave SOAP out', async () => {
    const ask = (path: string, body: string) => own.connection().send({ path, body, authorization: DOCTORS_ACCOUNT })
    const { text, headers } = await ask('/autodiscover/autodiscover.xml', xmlRequest(DOCTOR))
    expect(text).toContain('<EwsUrl>https://mail.example.com/EWS/Exchange.asmx</EwsUrl>')
    expect(headers['x-soap-enabled']).toBe('False')
    expect((await ask('/autodiscover/autodiscover.svc', soapRequest([DOCTOR], ['ExternalEwsUrl']))).status).toBe(404)
  })
})
