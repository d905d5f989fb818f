import {
  discover,
  EwsAuthenticationError,
  EwsClient,
  EwsDiscoveryError,
  EwsRequestError,
  EwsTimeoutError,
} from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type DiscoverOptions, discoverBy } from '../../../src/client/discovery/discover'
import {
  type Answer,
  type DiscoveryTransport,
  type ServiceRecord,
  systemTransport,
} from '../../../src/client/discovery/transport'
import { stopClock, until } from '../../clock'
import { clientOf, everythingShownOf, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from '../../exchange'

const auth = { type: 'ntlm', username: USERNAME, password: PASSWORD } as const
const EWS = 'https://mail.example.com/EWS/Exchange.asmx'
const XML = '/autodiscover/autodiscover.xml'
const SVC = '/autodiscover/autodiscover.svc'

const soapAnswer = (user: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserSettingsResponseMessage xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover"><Response><ErrorCode>NoError</ErrorCode><UserResponses><UserResponse>${user}</UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>`
const setting = (name: string, value: string) =>
  `<UserSetting><Name>${name}</Name><Value>${value}</Value></UserSetting>`
const ews = (url: string) =>
  soapAnswer(`<ErrorCode>NoError</ErrorCode><UserSettings>${setting('ExternalEwsUrl', url)}</UserSettings>`)
const redirect = (code: 'RedirectAddress' | 'RedirectUrl', target: string) =>
  soapAnswer(`<ErrorCode>${code}</ErrorCode><RedirectTarget>${target}</RedirectTarget>`)
const pox = (account: string) =>
  `<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"><Account>${account}</Account></Response></Autodiscover>`

type Page = Partial<Answer> | Error

/** A network of pages: `GET` ones to look at, `POST` ones to be asked when signed in. All others don't exist. */
function network(pages: Readonly<Record<string, Page>>, records: readonly ServiceRecord[] = []) {
  const seen: string[] = []
  const at = async (method: string, { href }: URL): Promise<Answer> => {
    seen.push(`${method} ${href}`)
    const page = pages[`${method} ${href}`]
    if (page === undefined) throw Object.assign(new Error('unknown host'), { code: 'ENOTFOUND' })
    if (page instanceof Error) throw page
    return { status: 200, location: undefined, text: '', ...page }
  }
  const transport: DiscoveryTransport = {
    look: (url) => at('GET', url),
    ask: (url) => at('POST', url),
    services: async (name) => {
      seen.push(`SRV ${name}`)
      if (records.length === 0) throw new Error('no record')
      return records
    },
  }
  return { seen, find: (options: DiscoverOptions = {}) => discoverBy(transport, MAILBOX, auth, options) }
}

const host = (name: string, svc: Page, xml: Page = { status: 404 }) => ({
  [`GET https://${name}${XML}`]: { status: 401 },
  [`POST https://${name}${SVC}`]: svc,
  [`POST https://${name}${XML}`]: xml,
})

const refused = () => new EwsAuthenticationError({ message: 'refused', hint: 'x' })

describe('discover', () => {
  it('asks the domain first, without credentials, and then in SOAP', async () => {
    const { seen, find } = network(host('example.com', { text: ews(EWS) }))
    expect(await find()).toEqual({ url: EWS, mailAddress: MAILBOX, groupingInformation: undefined })
    expect(seen).toEqual([`GET https://example.com${XML}`, `POST https://example.com${SVC}`])
  })

  it('looks everywhere in the order of MS-OXDISCO, and never above the domain', async () => {
    const { seen, find } = network({})
    const error = await rejection(find())
    expect(seen).toEqual([
      `GET https://example.com${XML}`,
      `GET https://autodiscover.example.com${XML}`,
      `GET http://autodiscover.example.com${XML}`,
      'SRV _autodiscover._tcp.example.com',
    ])
    expect(error).toBeInstanceOf(EwsDiscoveryError)
    expect(error).toMatchObject({
      code: 'ERR_EWS_DISCOVERY',
      tried: [
        { url: `https://example.com${XML}`, outcome: "can't be reached (ENOTFOUND)" },
        { url: `https://autodiscover.example.com${XML}` },
        { url: `http://autodiscover.example.com${XML}` },
        { url: 'dns:_autodiscover._tcp.example.com', outcome: 'has no record of type SRV' },
      ],
    })
    expect(everythingShownOf(error)).not.toMatch(new RegExp(`${PASSWORD}|dr\\.meier`))
  })

  it('asks in XML if there is no SOAP, and prefers the address for the Internet', async () => {
    const account = `<Action>settings</Action><Protocol><Type>EXCH</Type><EwsUrl>https://in.example.com/EWS/Exchange.asmx</EwsUrl></Protocol><Protocol><Type>EXPR</Type><EwsUrl>${EWS}</EwsUrl></Protocol>`
    const { find } = network(host('autodiscover.example.com', { status: 404 }, { text: pox(account) }))
    expect((await find()).url).toBe(EWS)
  })

  it.each([301, 302, 307])(
    'follows a redirect of plain HTTP (%i) to https, and believes nothing else of it',
    async (status) => {
      const { seen, find } = network({
        [`GET http://autodiscover.example.com${XML}`]: { status, location: `https://mail.example.com${XML}` },
        ...host('mail.example.com', { text: ews(EWS) }),
      })
      expect((await find()).url).toBe(EWS)
      expect(seen.filter((each) => each.includes('http://') && each.startsWith('POST'))).toEqual([])
    },
  )

  it('takes the DNS record with the lowest priority number and the greatest weight, on port 443 alone', async () => {
    const records = [
      { name: 'b.example.com', port: 443, priority: 10, weight: 1 },
      { name: 'a.example.com', port: 443, priority: 0, weight: 1 },
      { name: 'first.example.com', port: 443, priority: 0, weight: 9 },
      { name: 'plain.example.com', port: 80, priority: 0, weight: 99 },
    ]
    const { seen, find } = network(host('b.example.com', { text: ews(EWS) }), records)
    expect((await find()).url).toBe(EWS)
    const asked = seen.slice(seen.indexOf('SRV _autodiscover._tcp.example.com') + 1)
    expect(asked.slice(0, 3)).toEqual(['first', 'a', 'b'].map((name) => `GET https://${name}.example.com${XML}`))
  })

  it('follows redirects to another address and another URL of the domain', async () => {
    const { find } = network({
      ...host('example.com', { text: redirect('RedirectUrl', `https://two.example.com${XML}`) }),
      ...host('two.example.com', { text: redirect('RedirectAddress', 'dr.meier@staff.example.com') }),
      ...host('staff.example.com', { text: ews(EWS) }),
    })
    expect(await find()).toMatchObject({ url: EWS, mailAddress: 'dr.meier@staff.example.com' })
  })
})

describe('discover keeps the password', () => {
  const evil = 'attacker.example.net'

  it.each<[string, Readonly<Record<string, Page>>, (readonly ServiceRecord[])?]>([
    ['a redirect', { [`GET https://example.com${XML}`]: { status: 302, location: `https://${evil}${XML}` } }],
    [
      'a redirect of plain HTTP',
      { [`GET http://autodiscover.example.com${XML}`]: { status: 302, location: `https://${evil}${XML}` } },
    ],
    [
      'a redirect of a request that is signed in',
      host('example.com', { status: 302, location: `https://${evil}${XML}` }),
    ],
    ['a URL in SOAP', host('example.com', { text: redirect('RedirectUrl', `https://${evil}${XML}`) })],
    [
      'a URL in XML',
      host(
        'example.com',
        { status: 404 },
        { text: pox(`<Action>redirectUrl</Action><RedirectUrl>https://${evil}${XML}</RedirectUrl>`) },
      ),
    ],
    ['another address', host('example.com', { text: redirect('RedirectAddress', `x@${evil}`) })],
    ['DNS', {}, [{ name: evil, port: 443, priority: 0, weight: 0 }]],
    ['the address of EWS', host('example.com', { text: ews(`https://${evil}/EWS/Exchange.asmx`) })],
    [
      'a host that only looks like the domain',
      { [`GET https://example.com${XML}`]: { status: 302, location: `https://notexample.com${XML}` } },
    ],
  ])('from another domain that comes by %s, unless the caller confirms it', async (_case, pages, records) => {
    const asked: string[] = []
    const { seen, find } = network(
      { ...pages, ...host(evil, { text: ews(`https://${evil}/EWS/Exchange.asmx`) }) },
      records,
    )
    const confirm = (name: string) => {
      asked.push(name)
      return false
    }
    const error = await rejection(find({ confirm }))
    expect(error).toBeInstanceOf(EwsDiscoveryError)
    expect(error.hint).toContain(asked[0])
    expect(asked).toHaveLength(1)
    expect(seen.filter((each) => /attacker|notexample/.test(each))).toEqual([])
  })

  it('and gives it to a host that the caller confirms', async () => {
    const { find } = network({
      [`GET https://example.com${XML}`]: { status: 302, location: `https://hosting.example.net${XML}` },
      ...host('hosting.example.net', { text: ews('https://hosting.example.net/EWS/Exchange.asmx') }),
    })
    expect((await find({ confirm: (name) => name === 'hosting.example.net' })).url).toContain('hosting')
  })

  it.each([
    ['a redirect', { [`GET https://example.com${XML}`]: { status: 302, location: `http://example.com${XML}` } }],
    ['the server', host('example.com', { text: redirect('RedirectUrl', `http://mail.example.com${XML}`) })],
  ])('from plain HTTP that comes by %s', async (_case, pages) => {
    const { seen, find } = network(pages)
    expect(await rejection(find({ confirm: () => true }))).toBeInstanceOf(EwsDiscoveryError)
    expect(seen.filter((each) => each.startsWith('POST http:'))).toEqual([])
  })

  it('and from a server after two refusals, because accounts get locked', async () => {
    const { seen, find } = network({
      ...host('example.com', refused()),
      ...host('autodiscover.example.com', refused()),
    })
    expect(await rejection(find())).toBeInstanceOf(EwsAuthenticationError)
    expect(seen.filter((each) => each.startsWith('POST'))).toHaveLength(2)
  })

  it('but takes one refusal for no proof', async () => {
    const { find } = network({
      ...host('example.com', refused()),
      ...host('autodiscover.example.com', { text: ews(EWS) }),
    })
    expect((await find()).url).toBe(EWS)
  })
})

describe('discover comes to an end', () => {
  it('with a circle of addresses', async () => {
    const { find } = network(host('example.com', { text: redirect('RedirectAddress', MAILBOX) }))
    expect(await rejection(find())).toBeInstanceOf(EwsDiscoveryError)
  })

  it('with redirects without end', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 99 }, (_, index) => [
        `GET https://${index === 0 ? '' : `h${index}.`}example.com${XML}`,
        { status: 302, location: `https://h${index + 1}.example.com${XML}` },
      ]),
    )
    const { seen, find } = network(pages)
    expect(await rejection(find())).toBeInstanceOf(EwsDiscoveryError)
    expect(seen.length).toBeLessThan(20)
  })

  it.each([
    ['no XML', 'x'],
    ['a login page', '<html><body>Sign in</body></html>'],
    ['an expansion of entities', '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'],
    ['an error', soapAnswer('<ErrorCode>InvalidUser</ErrorCode>')],
    ['no address of EWS', soapAnswer('<ErrorCode>NoError</ErrorCode>')],
    ['Exchange Online', ews('https://outlook.office365.com/EWS/Exchange.asmx')],
    ['an address of EWS in plain HTTP', ews('http://mail.example.com/EWS/Exchange.asmx')],
  ])('with %s in the answers', async (_case, text) => {
    const { find } = network(host('example.com', { text }, { text }))
    expect(await rejection(find({ confirm: () => true }))).toBeInstanceOf(EwsDiscoveryError)
  })

  it('when its time is over, or its caller leaves', async () => {
    let looks = 0
    const never: DiscoveryTransport = {
      look(_url, signal) {
        looks += 1
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
      ask: () => Promise.reject(new Error('asked')),
      services: async () => [],
    }
    const clock = stopClock()
    const late = rejection(discoverBy(never, MAILBOX, auth, {}))
    await until(() => looks === 1)
    clock.pass(30_000)
    expect(await late).toBeInstanceOf(EwsTimeoutError)
    const reason = new Error('The visitor has left')
    await expect(discoverBy(never, MAILBOX, auth, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('although one host, and then DNS, never answer', async () => {
    const clock = stopClock()
    const waits: string[] = []
    const wait = (what: string, signal?: AbortSignal) => {
      waits.push(what)
      return new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    }
    const silent: DiscoveryTransport = {
      look: (url, signal) =>
        url.hostname === 'example.com'
          ? wait('host', signal)
          : Promise.resolve({ status: 404, location: undefined, text: '' }),
      ask: () => Promise.reject(new Error('asked')),
      services: () => wait('DNS'),
    }
    const outcome = rejection(discoverBy(silent, MAILBOX, auth, {}))
    await until(() => waits.length === 1)
    clock.pass(7_500)
    await until(() => waits.length === 2)
    clock.pass(7_500)
    expect(await outcome).toBeInstanceOf(EwsDiscoveryError)
    expect(waits).toEqual(['host', 'DNS'])
  })

  it.each([
    ['no address', 'example.com', {}, 'mailAddress'],
    ['an unknown option', MAILBOX, { confirms: true }, ''],
    ['a confirmation that is no function', MAILBOX, { confirm: true }, 'confirm'],
  ])('at once with %s', async (_case, address, options, path) => {
    const error = await rejection(Reflect.apply(discover, undefined, [address, auth, options]))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path })
  })
})

it.each([
  ['nothing', undefined, 'auth'],
  ['no user name', { type: 'ntlm', password: PASSWORD }, 'auth.username'],
])('discover refuses %s as credentials before it asks anybody', async (_case, wrong, path) => {
  const error = await rejection(Reflect.apply(discover, undefined, [MAILBOX, wrong]))
  expect(error).toBeInstanceOf(EwsRequestError)
  expect(error).toMatchObject({ path })
})

describe('discover at a server', () => {
  /** The simulator in the place of every host of `example.com`. */
  async function atSimulator(options: Parameters<typeof exchange>[0] = {}, password = PASSWORD) {
    const server = await exchange({ https: true, ...options })
    const own = systemTransport({ ...auth, password }, { ca: server.ca })
    const there = ({ pathname }: URL) => new URL(pathname, server.url)
    const transport: DiscoveryTransport = {
      look: (url, signal) => own.look(there(url), signal),
      ask: (url, body, signal) => own.ask(there(url), body, signal),
      services: async () => [],
    }
    const confirm = (host: string) => host === new URL(server.url).hostname
    return { server, find: () => discoverBy(transport, MAILBOX, auth, { confirm }) }
  }

  it.each([true, false])('finds it, and its address makes a client (SOAP: %s)', async (soap) => {
    const { server, find } = await atSimulator({ autodiscover: { soap } })
    const { url, mailAddress } = await find()
    expect({ url, mailAddress }).toEqual({ url: server.url, mailAddress: MAILBOX })
    const client = new EwsClient({ url, auth, tls: { ca: server.ca } })
    onTestFinished(() => client.close())
    const { responseMessages } = await clientOf({ url, ca: server.ca }).findItem(search)
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('says so if the password is wrong', async () => {
    const { find } = await atSimulator({}, 'wrong')
    expect(await rejection(find())).toBeInstanceOf(EwsAuthenticationError)
  })
})
