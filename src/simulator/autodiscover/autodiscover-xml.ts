import { namespaceOf, optional, readXml, text, XmlReadError } from '../../xml'
import type { Account } from '../authentication/account'
import { xmlAnswer } from '../http/http-answer'
import { answeredBy, type ReadRequest, type WebService } from '../web-service'
import type { AutodiscoverDirectory, Discovered } from './autodiscover-directory'
import { element } from './element'

const REQUEST = namespaceOf('http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006', '')
const RESPONSE = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'
const OUTLOOK_RESPONSE = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'

/** The address, and the form of answer that the client understands (MS-OXDSCLI, 3.1.5.1). */
const Request = REQUEST.element(
  'Autodiscover',
  REQUEST.complexType({
    request: optional(REQUEST.complexType({ eMailAddress: optional(text), acceptableResponseSchema: optional(text) })),
  }),
)

/** Autodiscover as Outlook uses it (MS-OXDSCLI): plain XML without SOAP. */
export class AutodiscoverXml implements WebService {
  readonly path = '/autodiscover/autodiscover.xml'
  /** Clients use an unauthenticated GET to find out whether there is SOAP. If they do sign in, their request is invalid. */
  readonly methods = ['POST', 'GET']
  readonly headers
  readonly #directory: AutodiscoverDirectory
  readonly #now: () => Date

  constructor(directory: AutodiscoverDirectory, hasSoap: boolean, now: () => Date) {
    this.#directory = directory
    this.#now = now
    this.headers = { 'X-SOAP-Enabled': hasSoap ? 'True' : 'False', 'X-WSSecurity-Enabled': 'False' }
  }

  read(_account: Account, body: Uint8Array): ReadRequest {
    return answeredBy('Autodiscover', () => xmlAnswer(200, this.#answer(body)))
  }

  #answer(body: Uint8Array): string {
    const { eMailAddress = '', acceptableResponseSchema = '' } = requestIn(body) ?? {}
    if (eMailAddress === '') return this.#error(600, 'Invalid Request')
    if (acceptableResponseSchema !== OUTLOOK_RESPONSE) return this.#error(601, 'Provider is not available')
    const discovered = this.#directory.find(eMailAddress)
    if (discovered.kind === 'unknown') return this.#error(500, "The email address can't be found.")
    return document(element('Response', accountOf(discovered), { xmlns: OUTLOOK_RESPONSE }))
  }

  #error(code: number, message: string): string {
    const parts = [element('ErrorCode', `${code}`), element('Message', message), element('DebugData', '')]
    const time = this.#now().toISOString().slice(11, 23)
    return document(element('Response', [element('Error', parts, { Time: time, Id: '2006021803' })]))
  }
}

function requestIn(body: Uint8Array) {
  try {
    return readXml(Request, body).request
  } catch (error) {
    if (error instanceof XmlReadError) return undefined
    throw error
  }
}

const document = (response: string) =>
  `<?xml version="1.0" encoding="utf-8"?>${element('Autodiscover', [response], { xmlns: RESPONSE })}`

type Found = Exclude<Discovered, { kind: 'unknown' }>

function accountOf(discovered: Found): string[] {
  if (discovered.kind === 'redirectAddress') {
    return [account(element('Action', 'redirectAddr'), element('RedirectAddr', discovered.target))]
  }
  if (discovered.kind === 'redirectUrl') {
    return [account(element('Action', 'redirectUrl'), element('RedirectUrl', discovered.target))]
  }
  const { mailbox, ewsUrl } = discovered
  const user = element('User', [
    element('DisplayName', mailbox.displayName),
    element('AutoDiscoverSMTPAddress', mailbox.address),
  ])
  return [user, account(element('Action', 'settings'), ...['EXCH', 'EXPR'].map((type) => protocol(type, ewsUrl)))]
}

const account = (...parts: readonly string[]) => element('Account', [element('AccountType', 'email'), ...parts])

/** `EXCH` is for clients within the organization, `EXPR` for those on the Internet. */
const protocol = (type: string, ewsUrl: string) =>
  element('Protocol', [
    element('Type', type),
    element('Server', new URL(ewsUrl).hostname),
    element('ASUrl', ewsUrl),
    element('EwsUrl', ewsUrl),
    element('OOFUrl', ewsUrl),
  ])
