import { soap } from '../../operations/types/namespaces'
import { namespaceOf, nonEmptyText, optional, readXml, text, XmlReadError } from '../../xml'
import type { Account } from '../authentication/account'
import { type HttpAnswer, xmlAnswer } from '../http/http-answer'
import type { Mailbox } from '../mailbox/mailbox'
import { answeredBy, type ReadRequest, type WebService } from '../web-service'
import type { AutodiscoverDirectory } from './autodiscover-directory'
import { element } from './element'

const autodiscover = namespaceOf('http://schemas.microsoft.com/exchange/2010/Autodiscover', 'a')
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'
const ADDRESSING = 'http://www.w3.org/2005/08/addressing'

/** MS-OXWSADISC, GetUserSettingsRequest. */
const Request = autodiscover.complexType({
  users: autodiscover.arrayOf({ user: autodiscover.complexType({ mailbox: optional(text) }) }),
  requestedSettings: autodiscover.arrayOf({ setting: nonEmptyText }),
})

const Envelope = soap.element(
  'Envelope',
  soap.complexType({
    body: soap.complexType({
      getUserSettingsRequestMessage: optional(
        autodiscover.ref(autodiscover.complexType({ request: optional(Request) })),
      ),
    }),
  }),
)

/** Autodiscover over SOAP (MS-OXWSADISC), with its operation GetUserSettings. */
export class AutodiscoverSvc implements WebService {
  readonly path = '/autodiscover/autodiscover.svc'
  readonly methods = ['POST']
  readonly #directory: AutodiscoverDirectory

  constructor(directory: AutodiscoverDirectory) {
    this.#directory = directory
  }

  read(_account: Account, body: Uint8Array): ReadRequest {
    return answeredBy('GetUserSettings', () => this.#answer(body))
  }

  #answer(body: Uint8Array): HttpAnswer {
    const request = requestIn(body)
    if (request === undefined) return xmlAnswer(500, envelope(fault))
    const { users, requestedSettings } = request
    const isEmpty = users.length === 0 || requestedSettings.length === 0
    const response = isEmpty
      ? [...outcome('InvalidRequest', 'The request has no users or no settings.'), element('UserResponses', [])]
      : [
          ...outcome('NoError', ''),
          element(
            'UserResponses',
            users.map(({ mailbox = '' }) => this.#userResponse(mailbox, requestedSettings)),
          ),
        ]
    const message = element(
      'GetUserSettingsResponseMessage',
      [element('Response', response, { 'xmlns:i': INSTANCE })],
      {
        xmlns: autodiscover.uri,
      },
    )
    return xmlAnswer(200, envelope(message))
  }

  #userResponse(address: string, names: readonly string[]): string {
    const found = this.#directory.find(address)
    switch (found.kind) {
      case 'unknown':
        return userResponse('InvalidUser', `The user '${address}' could not be found.`)
      case 'redirectAddress':
        return userResponse('RedirectAddress', 'Redirection address.', found.target)
      case 'redirectUrl':
        return userResponse('RedirectUrl', 'Redirection URL.', found.target)
      case 'mailbox': {
        const known = settingsOf(found.mailbox, found.ewsUrl)
        const settings = names.flatMap((name) => (known.has(name) ? setting(name, known.get(name) ?? '') : []))
        const errors = names.flatMap((name) => (known.has(name) ? [] : settingError(name)))
        return userResponse('NoError', 'No error.', undefined, errors, settings)
      }
    }
  }
}

function requestIn(body: Uint8Array) {
  try {
    return readXml(Envelope, body).body.getUserSettingsRequestMessage?.request
  } catch (error) {
    if (error instanceof XmlReadError) return undefined
    throw error
  }
}

/** The settings of a mailbox by their names (Microsoft, "UserSettingName enumeration"). Those of the organization's other services are missing. */
const settingsOf = ({ address, displayName }: Mailbox, ewsUrl: string): ReadonlyMap<string, string> =>
  new Map([
    ['UserDisplayName', displayName],
    ['AutoDiscoverSMTPAddress', address],
    ['InternalEwsUrl', ewsUrl],
    ['ExternalEwsUrl', ewsUrl],
    ['ExternalEwsVersion', '15.02.2562.017'],
    ['CasVersion', '15.02.2562.017'],
    [
      'EwsSupportedSchemas',
      'Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2010_SP2, Exchange2013, Exchange2013_SP1',
    ],
    ['GroupingInformation', 'Default-First-Site-Name'],
  ])

const outcome = (code: string, message: string) => [element('ErrorCode', code), element('ErrorMessage', message)]

const setting = (name: string, value: string) =>
  element('UserSetting', [element('Name', name), element('Value', value)], { 'i:type': 'StringSetting' })

const settingError = (name: string) =>
  element('UserSettingError', [
    ...outcome('SettingIsNotAvailable', `The setting '${name}' is not available.`),
    element('SettingName', name),
  ])

const userResponse = (
  code: string,
  message: string,
  target?: string,
  errors: readonly string[] = [],
  settings: readonly string[] = [],
) =>
  element('UserResponse', [
    ...outcome(code, message),
    target === undefined ? element('RedirectTarget', '', { 'i:nil': 'true' }) : element('RedirectTarget', target),
    element('UserSettingErrors', errors),
    element('UserSettings', settings),
  ])

const fault = element('s:Fault', [
  element('faultcode', 's:Client'),
  element('faultstring', 'The message cannot be read as a request of Autodiscover.'),
])

const serverVersion = element(
  'h:ServerVersionInfo',
  Object.entries({
    MajorVersion: '15',
    MinorVersion: '2',
    MajorBuildNumber: '2562',
    MinorBuildNumber: '17',
    Version: 'Exchange2015',
  }).map(([name, value]) => element(`h:${name}`, value)),
  { 'xmlns:h': autodiscover.uri },
)

function envelope(content: string): string {
  const action = `${autodiscover.uri}/Autodiscover/GetUserSettingsResponse`
  const header = element('s:Header', [element('a:Action', action, { 's:mustUnderstand': '1' }), serverVersion])
  const namespaces = { 'xmlns:s': soap.uri, 'xmlns:a': ADDRESSING }
  return `<?xml version="1.0" encoding="utf-8"?>${element('s:Envelope', [header, element('s:Body', [content])], namespaces)}`
}
