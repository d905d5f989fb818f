import { type DiscoveryAttempt, EwsAuthenticationError, EwsDiscoveryError } from '../../errors'
import { serverUrl } from '../../validation/server-url'
import { quotable } from '../../xml'
import { untilAborted } from '../deadline'
import { lookupProblem, problemOf } from './problem'
import type { Answer, DiscoveryTransport, ServiceRecord } from './transport'
import { soapRequest, soapSettings, type UserSettings, xmlRequest, xmlSettings } from './user-settings'

/** What Autodiscover has found. */
export interface Discovered {
  /** The address of EWS, for the option `url` of `EwsClient`. */
  readonly url: string
  /** The mailbox's primary address if the server tells it, otherwise the address that was asked about. */
  readonly mailAddress: string
  /** Mailboxes with the same text and the same `url` are on the same servers. Undefined if the server doesn't say. */
  readonly groupingInformation: string | undefined
}

/** How to look, and whom to trust. */
interface DiscoveryTerms {
  readonly confirm: (host: string) => boolean | Promise<boolean>
  readonly signal: AbortSignal
  /** Runs a step, and aborts its signal once it has taken too long. */
  readonly within: <Result>(step: (signal: AbortSignal) => Promise<Result>) => Promise<Result>
}

/** The redirects that are followed, to addresses and to URLs together. Microsoft's own client follows as many. */
const MAX_REDIRECTS = 10
/** A refused password is tried once more, at another host: one 401 proves nothing, and more of them lock accounts. */
const MAX_REFUSALS = 2

/** How much of what a server says is told, in UTF-16 code units. */
const LONGEST_QUOTE = 400

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const XML_PATH = '/autodiscover/autodiscover.xml'

type Outcome =
  | { readonly kind: 'found'; readonly found: Discovered }
  | { readonly kind: 'address'; readonly address: string }

/**
 * Looks for the address of EWS by Autodiscover (MS-OXDISCO): at the domain, at `autodiscover.` in front of it, along a redirect from plain
 * HTTP, and by DNS. It never looks above the domain: whoever owns `autodiscover.<tld>` would get everybody's passwords.
 *
 * The first request to any host goes without credentials. Credentials go over https only, to hosts of the mail domain or to those that the
 * caller has confirmed, and never along a redirect.
 */
export class Discovery {
  readonly #transport: DiscoveryTransport
  readonly #terms: DiscoveryTerms
  /** The mail domain, and the domains of addresses that the caller confirmed. Their hosts may be asked. */
  readonly #domains: Set<string>
  readonly #tried: DiscoveryAttempt[] = []
  readonly #visited = new Set<string>()
  readonly #confirmed = new Map<string, boolean>()
  #redirects = 0
  #refusals = 0

  constructor(domain: string, transport: DiscoveryTransport, terms: DiscoveryTerms) {
    this.#domains = new Set([domain])
    this.#transport = transport
    this.#terms = terms
  }

  /** @throws EwsDiscoveryError, EwsAuthenticationError, the error of `confirm`, and the signal's reason */
  async run(mailAddress: string): Promise<Discovered> {
    let address = mailAddress
    for (;;) {
      const outcome = await this.#search(address)
      if (outcome === undefined) throw this.#nothing()
      if (outcome.kind === 'found') return outcome.found
      address = outcome.address
    }
  }

  async #search(address: string): Promise<Outcome | undefined> {
    const domain = domainOf(address)
    for (const host of [domain, `autodiscover.${domain}`]) {
      const outcome = await this.#at(new URL(`https://${host}${XML_PATH}`), address)
      if (outcome !== undefined) return outcome
    }
    return (await this.#byPlainRedirect(domain, address)) ?? (await this.#byService(domain, address))
  }

  /** Asks the service at `url` about `address`, in SOAP and then in XML. Both have the same path, apart from its end. */
  async #at(url: URL, address: string): Promise<Outcome | undefined> {
    const place = `${url.href} ${address.toLowerCase()}`
    if (this.#visited.has(place)) return this.#note(url, 'was asked before')
    this.#visited.add(place)
    if (url.protocol !== 'https:') return this.#note(url, "is plain HTTP, so credentials don't go there")
    if (!(await this.#trusts(url.hostname)))
      return this.#note(url, 'is outside of the mail domain, and was not confirmed')
    const seen = await this.#look(url)
    if (seen === undefined) return undefined
    if (REDIRECTS.has(seen.status)) return this.#along(url, seen.location, address)
    // Autodiscover asks who is there, or answers that this isn't one of its requests.
    if (seen.status !== 401 && seen.status !== 200) return this.#note(url, `answers HTTP ${seen.status}`)
    const refusals = this.#refusals
    const soap = endingWith(url, '.svc')
    const outcome = await this.#ask(soap, soapRequest(address, soap), soapSettings, address)
    if (outcome !== undefined || this.#refusals > refusals) return outcome
    return this.#ask(endingWith(url, '.xml'), xmlRequest(address), xmlSettings, address)
  }

  async #look(url: URL): Promise<Answer | undefined> {
    try {
      return await this.#within((signal) => this.#transport.look(url, signal))
    } catch (error) {
      return this.#failed(url, error)
    }
  }

  async #ask(
    url: URL,
    body: string,
    read: (xml: string) => UserSettings,
    address: string,
  ): Promise<Outcome | undefined> {
    try {
      const { status, location, text } = await this.#within((signal) => this.#transport.ask(url, body, signal))
      if (REDIRECTS.has(status)) return await this.#along(url, location, address)
      if (status !== 200) return this.#note(url, `answers HTTP ${status}`)
      return await this.#take(url, read(text), address)
    } catch (error) {
      if (!(error instanceof EwsAuthenticationError)) return this.#failed(url, error)
      this.#refusals += 1
      this.#note(url, 'refuses the credentials')
      if (this.#refusals < MAX_REFUSALS) return undefined
      throw error
    }
  }

  async #take(url: URL, settings: UserSettings, address: string): Promise<Outcome | undefined> {
    if (settings.kind === 'nothing') return this.#note(url, settings.reason)
    if (settings.kind === 'redirectUrl') return this.#along(url, settings.target, address)
    if (settings.kind === 'redirectAddress') return this.#toAddress(url, settings.target)
    const mailAddress = domainOf(settings.mailAddress) === '' ? address : settings.mailAddress
    for (const text of settings.urls) {
      const found = await this.#usable(url, text)
      if (found === undefined) continue
      return {
        kind: 'found',
        found: { url: found, mailAddress, groupingInformation: settings.group || undefined },
      }
    }
    return undefined
  }

  /** Returns the address of EWS that the server tells. It is trusted no more than a redirect. */
  async #usable(source: URL, text: string): Promise<string | undefined> {
    try {
      const url = serverUrl(text)
      if (url.protocol !== 'https:') return this.#note(source, 'tells an address of EWS in plain HTTP')
      if (await this.#trusts(url.hostname)) return url.href
      return this.#note(
        source,
        `tells an address of EWS outside of the mail domain, which was not confirmed: ${url.hostname}`,
      )
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return this.#note(source, `tells an address of EWS that ${error.message}`)
    }
  }

  async #along(from: URL, target: string | undefined, address: string): Promise<Outcome | undefined> {
    if (target === undefined || !URL.canParse(target, from.href)) return this.#note(from, 'redirects to nowhere')
    const url = new URL(target, from)
    this.#note(from, `redirects to ${shown(url)}`)
    if (!this.#mayRedirect()) return undefined
    url.username = ''
    url.password = ''
    return this.#at(url, address)
  }

  async #toAddress(from: URL, target: string): Promise<Outcome | undefined> {
    const domain = domainOf(target)
    if (domain === '') return this.#note(from, "redirects to something that isn't an address")
    if (!(await this.#trusts(domain))) {
      return this.#note(from, `redirects to an address of another domain, which was not confirmed: ${domain}`)
    }
    this.#domains.add(domain)
    this.#note(from, `redirects to an address in ${domain}`)
    return this.#mayRedirect() ? { kind: 'address', address: target } : undefined
  }

  #mayRedirect(): boolean {
    this.#redirects += 1
    return this.#redirects <= MAX_REDIRECTS
  }

  /** Organizations without a certificate for this name redirect to the right one. Only the target is used. */
  async #byPlainRedirect(domain: string, address: string): Promise<Outcome | undefined> {
    const url = new URL(`http://autodiscover.${domain}${XML_PATH}`)
    const seen = await this.#look(url)
    if (seen === undefined) return undefined
    if (!REDIRECTS.has(seen.status)) return this.#note(url, `answers HTTP ${seen.status}`)
    return this.#along(url, seen.location, address)
  }

  async #byService(domain: string, address: string): Promise<Outcome | undefined> {
    const name = `_autodiscover._tcp.${domain}`
    for (const { name: host } of await this.#services(name)) {
      const outcome = await this.#at(new URL(`https://${host}${XML_PATH}`), address)
      if (outcome !== undefined) return outcome
    }
    return undefined
  }

  /** Returns the hosts that serve on the port of https, in the order of RFC 2782: the lowest priority number, then the greatest weight. */
  async #services(name: string): Promise<readonly ServiceRecord[]> {
    try {
      const records = await this.#within((signal) => untilAborted(this.#transport.services(name), signal))
      const usable = records.filter(({ port, name: host }) => port === 443 && URL.canParse(`https://${host}/`))
      if (usable.length === 0) this.#tried.push({ url: `dns:${name}`, outcome: 'has no SRV record for port 443' })
      return usable
        .sort((first, second) => first.priority - second.priority || second.weight - first.weight)
        .slice(0, MAX_REDIRECTS)
    } catch (error) {
      this.#terms.signal.throwIfAborted()
      this.#tried.push({ url: `dns:${name}`, outcome: lookupProblem(error) })
      return []
    }
  }

  async #trusts(host: string): Promise<boolean> {
    if ([...this.#domains].some((domain) => host === domain || host.endsWith(`.${domain}`))) return true
    const known = this.#confirmed.get(host) ?? (await this.#isConfirmed(host))
    this.#confirmed.set(host, known)
    return known
  }

  async #isConfirmed(host: string): Promise<boolean> {
    const { confirm, signal } = this.#terms
    const answered = Promise.resolve(confirm(host))
    return (await untilAborted(answered, signal)) === true
  }

  #within<Result>(step: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    this.#terms.signal.throwIfAborted()
    return this.#terms.within(step)
  }

  #failed(url: URL, error: unknown): undefined {
    this.#terms.signal.throwIfAborted()
    return this.#note(url, problemOf(error))
  }

  /** Records what came of an attempt. A server could send long texts, or the credentials that it got. */
  #note(url: URL, outcome: string): undefined {
    const quoted = (text: string) => quotable(this.#transport.redacted(text), LONGEST_QUOTE)
    this.#tried.push({ url: quoted(shown(url)), outcome: quoted(outcome) })
  }

  #nothing(): EwsDiscoveryError {
    const tried = [...this.#tried]
    const unconfirmed = [...this.#confirmed].filter(([, known]) => !known).map(([host]) => quotable(host))
    return new EwsDiscoveryError({
      message: `Autodiscover doesn't tell the address of EWS: ${tried.map(({ url, outcome }) => `${url} ${outcome}`).join('; ')}`,
      hint:
        unconfirmed.length > 0
          ? `If ${unconfirmed.join(', ')} belongs to this organization, confirm it with the option confirm, or enter the address of EWS by hand.`
          : 'Enter the address of EWS by hand: https://<server>/EWS/Exchange.asmx. The administrator knows the server.',
      tried,
    })
  }
}

const shown = ({ protocol, host, pathname }: URL) => `${protocol}//${host}${pathname}`

/** Returns the address of the service in the other form: SOAP ends with `.svc`, and XML with `.xml`. */
function endingWith(url: URL, end: '.svc' | '.xml'): URL {
  const result = new URL(url)
  result.pathname = url.pathname.replace(/\.(svc|xml)$/i, end)
  return result
}

/** Returns the domain of an address as URLs have it. Empty if it isn't an address. */
export function domainOf(address: string): string {
  const [, domain = ''] = /^[^@\s]+@([^@\s/?#:\\]+)$/.exec(address) ?? []
  return URL.canParse(`https://${domain}/`) && domain !== '' ? new URL(`https://${domain}/`).hostname : ''
}
