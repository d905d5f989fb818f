import { XMLParser } from 'fast-xml-parser'

/** What Autodiscover says about an address. */
export type UserSettings =
  | {
      readonly kind: 'settings'
      readonly urls: readonly string[]
      readonly mailAddress: string
      readonly group: string
    }
  | { readonly kind: 'redirectAddress'; readonly target: string }
  | { readonly kind: 'redirectUrl'; readonly target: string }
  | { readonly kind: 'nothing'; readonly reason: string }

const OUTLOOK = 'http://schemas.microsoft.com/exchange/autodiscover/outlook'
const AUTODISCOVER = 'http://schemas.microsoft.com/exchange/2010/Autodiscover'
const SETTINGS = ['ExternalEwsUrl', 'InternalEwsUrl', 'AutoDiscoverSMTPAddress', 'GroupingInformation']

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The request in XML (MS-OXDSCLI, 3.1.5.1). */
export const xmlRequest = (address: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="${OUTLOOK}/requestschema/2006"><Request>` +
  `<EMailAddress>${escaped(address)}</EMailAddress>` +
  `<AcceptableResponseSchema>${OUTLOOK}/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>`

/** The request in SOAP (MS-OXWSADISC, GetUserSettings). */
export const soapRequest = (address: string, url: URL): string =>
  '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ' +
  `xmlns:a="${AUTODISCOVER}" xmlns:w="http://www.w3.org/2005/08/addressing"><s:Header>` +
  '<a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion>' +
  `<w:Action>${AUTODISCOVER}/Autodiscover/GetUserSettings</w:Action><w:To>${escaped(url.href)}</w:To></s:Header>` +
  '<s:Body><a:GetUserSettingsRequestMessage><a:Request>' +
  `<a:Users><a:User><a:Mailbox>${escaped(address)}</a:Mailbox></a:User></a:Users>` +
  `<a:RequestedSettings>${SETTINGS.map((name) => `<a:Setting>${name}</a:Setting>`).join('')}</a:RequestedSettings>` +
  '</a:Request></a:GetUserSettingsRequestMessage></s:Body></s:Envelope>'

/** Elements that may occur several times. */
const LISTS: ReadonlySet<string> = new Set(['Protocol', 'UserSetting', 'UserResponse'])

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: true,
  isArray: (name) => LISTS.has(name),
})

/** Returns `undefined` for anything but XML, and for XML with a document type, which could define endless entities. */
function parsed(xml: string): unknown {
  if (/<!DOCTYPE/i.test(xml)) return undefined
  try {
    return parser.parse(xml)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Returns the element at a path of names; `undefined` if there is none. */
const below = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value)

const textBelow = (value: unknown, ...names: readonly string[]): string => {
  const found = below(value, ...names)
  return typeof found === 'string' ? found.trim() : ''
}

const listBelow = (value: unknown, ...names: readonly string[]): readonly unknown[] => {
  const found = below(value, ...names)
  return Array.isArray(found) ? found : []
}

const NOTHING: UserSettings = { kind: 'nothing', reason: "the answer isn't Autodiscover's" }

/** Returns a code from the server in a form that is safe to quote. */
const codeOf = (code: string) => (/^\w{1,60}$/.test(code) ? code : 'an error without code')

/** Reads an answer in SOAP, with its errors at three levels. */
export function soapSettings(xml: string): UserSettings {
  const response = below(parsed(xml), 'Envelope', 'Body', 'GetUserSettingsResponseMessage', 'Response')
  if (response === undefined) return NOTHING
  const code = textBelow(response, 'ErrorCode')
  if (code !== 'NoError' && code !== '') return { kind: 'nothing', reason: `the server answers ${codeOf(code)}` }
  const [user] = listBelow(response, 'UserResponses', 'UserResponse')
  const userCode = textBelow(user, 'ErrorCode')
  const target = textBelow(user, 'RedirectTarget')
  if (userCode === 'RedirectAddress') return { kind: 'redirectAddress', target }
  if (userCode === 'RedirectUrl') return { kind: 'redirectUrl', target }
  if (userCode !== 'NoError') return { kind: 'nothing', reason: `the server answers ${codeOf(userCode)}` }
  const values = new Map(
    listBelow(user, 'UserSettings', 'UserSetting').map((each) => [textBelow(each, 'Name'), textBelow(each, 'Value')]),
  )
  const [external = '', internal = '', mailAddress = '', group = ''] = SETTINGS.map((name) => values.get(name))
  return settings([external, internal], mailAddress, group)
}

/** Reads an answer in XML. `EXPR` is for clients on the Internet, `EXCH` for those within the organization. */
export function xmlSettings(xml: string): UserSettings {
  const response = below(parsed(xml), 'Autodiscover', 'Response')
  if (response === undefined) return NOTHING
  const code = textBelow(response, 'Error', 'ErrorCode')
  if (code !== '') return { kind: 'nothing', reason: `the server answers error ${codeOf(code)}` }
  const account = below(response, 'Account')
  const action = textBelow(account, 'Action')
  if (action === 'redirectAddr') return { kind: 'redirectAddress', target: textBelow(account, 'RedirectAddr') }
  if (action === 'redirectUrl') return { kind: 'redirectUrl', target: textBelow(account, 'RedirectUrl') }
  const urlOf = (type: string) =>
    textBelow(
      listBelow(account, 'Protocol').find((each) => textBelow(each, 'Type') === type),
      'EwsUrl',
    )
  return settings(['EXPR', 'WEB', 'EXCH'].map(urlOf), textBelow(response, 'User', 'AutoDiscoverSMTPAddress'), '')
}

function settings(all: readonly string[], mailAddress: string, group: string): UserSettings {
  const urls = [...new Set(all)].filter((url) => url !== '')
  return urls.length === 0
    ? { kind: 'nothing', reason: 'the answer has no address of EWS' }
    : { kind: 'settings', urls, mailAddress, group }
}
