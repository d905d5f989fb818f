import {
  discover,
  EwsAuthenticationError,
  EwsClient,
  EwsConnectionError,
  EwsDiscoveryError,
  EwsRequestError,
  EwsTimeoutError,
} from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type DiscoverOptions, discoverBy } from '../../../src/client/discovery/discover'
import { UnusableAnswerError } from '../../../src/client/discovery/problem'
import {
  type Answer,
  type DiscoveryTransport,
  type ServiceRecord,
  systemTransport,
} from '../../../src/client/discovery/transport'
import { RequestFailure } from '../../../src/client/http/request-failure'
import { stopClock, until } from '../../clock'
import { clientOf, everythingShownOf, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from '../../exchange'
import { httpServer } from '../../http-server'

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

const noRecord = Object.assign(new Error('queryDns'), { code: 'ENODATA' })

/** A network of pages: `GET` ones to look at, `POST` ones to be asked when signed in. All others don't exist. */
function network(pages: Readonly<Record<string, Page>>, records: readonly ServiceRecord[] | Error = noRecord) {
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
      if (records instanceof Error) throw records
      return records
    },
    redacted: (text) => text,
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
        { url: 'dns:_autodiscover._tcp.example.com', outcome: 'has no SRV record' },
      ],
    })
    expect(everythingShownOf(error)).not.toMatch(new RegExp(`${PASSWORD}|dr\\.meier`))
  })

  it('asks in XML beside the address in SOAP that a redirect named', async () => {
    const { seen, find } = network({
      ...host('example.com', { text: redirect('RedirectUrl', `https://two.example.com${SVC}`) }),
      ...host(
        'two.example.com',
        { status: 404 },
        { text: pox(`<Protocol><Type>EXPR</Type><EwsUrl>${EWS}</EwsUrl></Protocol>`) },
      ),
      [`GET https://two.example.com${SVC}`]: { status: 401 },
    })
    expect((await find()).url).toBe(EWS)
    expect(seen.slice(-2)).toEqual([`POST https://two.example.com${SVC}`, `POST https://two.example.com${XML}`])
  })

  it.each(['', 'x', 'a@b@c', 'a\u0000b', `${'x'.repeat(9)} @example.com`])(
    'takes %j for no address of the mailbox',
    async (told) => {
      const settings = setting('ExternalEwsUrl', EWS) + setting('AutoDiscoverSMTPAddress', told)
      const { find } = network(
        host('example.com', {
          text: soapAnswer(`<ErrorCode>NoError</ErrorCode><UserSettings>${settings}</UserSettings>`),
        }),
      )
      expect((await find()).mailAddress).toBe(MAILBOX)
    },
  )

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

describe('discover says what came of each attempt', () => {
  const outcomesOf = async (looking: Promise<unknown>) => {
    const error = await rejection(looking)
    return error instanceof EwsDiscoveryError ? error.tried.map(({ outcome }) => outcome) : error
  }

  it.each([
    ['that is absent', noRecord, 'has no SRV record'],
    [
      'that is for another port',
      [{ name: 'a.example.com', port: 80, priority: 0, weight: 0 }],
      'has no SRV record for port 443',
    ],
    [
      'that nobody could look up',
      Object.assign(new Error('x'), { code: 'ESERVFAIL' }),
      "can't be looked up (ESERVFAIL)",
    ],
  ])('with a DNS record %s', async (_case, records, outcome) => {
    expect(await outcomesOf(network({}, records).find())).toContain(outcome)
  })

  it.each([
    [
      'a connection that broke',
      new RequestFailure(Object.assign(new Error('x'), { code: 'ECONNRESET' }), { sent: true }),
      "can't be reached (ECONNRESET)",
    ],
    [
      'an answer without end',
      new UnusableAnswerError('answers with more than 5 bytes'),
      'answers with more than 5 bytes',
    ],
    [
      'a KDC',
      new EwsConnectionError({ message: 'Autodiscover failed: no KDC answers', hint: 'x' }),
      "can't be asked: no KDC answers",
    ],
    [
      'an option',
      new EwsRequestError({ message: 'The option auth.realm: is needed', hint: 'x', path: 'auth.realm' }),
      "can't be asked: The option auth.realm: is needed",
    ],
  ])('if it fails because of %s', async (_case, failure, outcome) => {
    expect(await outcomesOf(network(host('example.com', failure)).find())).toContain(outcome)
  })

  it('if Exchange Online is the next to ask', async () => {
    const location = `https://autodiscover-s.outlook.com${XML}`
    const { ask } = systemTransport(auth, undefined)
    const transport: DiscoveryTransport = {
      look: async ({ host: name }) =>
        name === 'example.com' ? { status: 302, location, text: '' } : { status: 401, location: undefined, text: '' },
      ask: (url, ...rest) => (url.hostname.endsWith('outlook.com') ? ask(url, ...rest) : Promise.reject(noRecord)),
      services: async () => [],
      redacted: (text) => text,
    }
    const outcomes = await outcomesOf(discoverBy(transport, MAILBOX, auth, { confirm: () => true }))
    expect(outcomes).toContainEqual(expect.stringMatching(/^is Exchange Online, where .* on premises$/))
  })

  it('in short, however long the texts of the server are', async () => {
    const long = `https://two.example.com/${'x'.repeat(200_000)}`
    const { find } = network(host('example.com', { text: redirect('RedirectUrl', long) }))
    const error = await rejection(find())
    expect(error.message).toContain('redirects to https://two.example.com/xxx')
    expect(everythingShownOf(error).length).toBeLessThan(20_000)
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
      redacted: (text) => text,
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
      redacted: (text) => text,
    }
    const outcome = rejection(discoverBy(silent, MAILBOX, auth, {}))
    await until(() => waits.length === 1)
    clock.pass(7_500)
    await until(() => waits.length === 2)
    clock.pass(7_500)
    expect(await outcome).toMatchObject({
      tried: [
        { outcome: "doesn't answer in time" },
        { outcome: 'answers HTTP 404' },
        { outcome: 'answers HTTP 404' },
        { outcome: "isn't looked up in time" },
      ],
    })
    expect(waits).toEqual(['host', 'DNS'])
  })

  it('although nobody answers the question whether a host may be trusted', async () => {
    const clock = stopClock()
    const asked: string[] = []
    const { find } = network({
      [`GET https://example.com${XML}`]: { status: 302, location: `https://elsewhere.net${XML}` },
    })
    const confirm = (name: string) => {
      asked.push(name)
      return new Promise<boolean>(() => {})
    }
    const outcome = rejection(find({ confirm }))
    await until(() => asked.length === 1)
    clock.pass(30_000)
    expect(await outcome).toBeInstanceOf(EwsTimeoutError)
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
      redacted: own.redacted,
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

  it('tells no credentials that it reflects', async () => {
    const basic = { type: 'basic', username: USERNAME, password: PASSWORD } as const
    const { url } = await httpServer(({ headers: { authorization = '' } }, response) => {
      if (authorization === '') return response.writeHead(401, { 'www-authenticate': 'Basic' }).end()
      return response.writeHead(302, { location: `https://example.com/${authorization.split(' ')[1]}` }).end()
    })
    const own = systemTransport(basic, undefined)
    const there = ({ pathname }: URL) => new URL(pathname, url)
    const transport: DiscoveryTransport = {
      look: (page, signal) => own.look(there(page), signal),
      ask: (page, body, signal) => own.ask(there(page), body, signal),
      services: async () => [],
      redacted: own.redacted,
    }
    const error = await rejection(discoverBy(transport, MAILBOX, basic, {}))
    expect(error.message).toContain('redirects to https://example.com/[redacted]')
    expect(everythingShownOf(error)).not.toContain(Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64'))
  })

  it.each(['/', '/owa/', '/autodiscover/autodiscover.svc?x=1'])('is asked at exactly the path %s', async (path) => {
    const asked: (string | undefined)[] = []
    const { url } = await httpServer((request, response) => {
      asked.push(request.url)
      response.end()
    })
    const basic = { type: 'basic', username: USERNAME, password: PASSWORD } as const
    await systemTransport(basic, undefined).ask(new URL(path, url), '<a/>', new AbortController().signal)
    expect(asked).toEqual([path])
  })
})
