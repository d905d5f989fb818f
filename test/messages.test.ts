import { once } from 'node:events'
import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { EwsClient, type EwsClientOptions, EwsError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { generateKey, sealConnection, Vault, VaultConfigError } from 'ews-booking/crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { at, clientOf, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from './exchange'

const auth = { type: 'auto', username: 'EXAMPLE\\svc', password: PASSWORD } as const
const options = { url: 'mail.example.com', auth }

/** What somebody gets who constructs a client with these options. */
function refusal(wrong: unknown): EwsError {
  try {
    new EwsClient(wrong as EwsClientOptions)
  } catch (error) {
    if (error instanceof EwsError) return error
    throw error
  }
  throw new Error('Nothing was refused')
}

/** The words of the library that checks options, which mean nothing to whoever gets them. */
const FOREIGN = /Invalid input|Too (small|big)|expected|received|discriminator|>=|<=/

describe('a URL that is wrong', () => {
  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['https//host', 'lacks the colon'],
    ['https:/host', 'needs two slashes'],
    ['https:host', 'needs two slashes'],
    ['htps://host', 'is neither https nor http'],
    ['ftp://host', 'is neither https nor http'],
    ['/EWS/Exchange.asmx', 'is a path without a host'],
    ['a@example.com', 'is a mail address'],
    ['mailto:a@example.com', 'is a mail address'],
    ['https://svc:zw0lf@host', 'has credentials in it'],
    ['mail example.com', 'contains white space'],
    ['"https://mail.example.com"', 'has quotation marks or punctuation around it'],
    ['https://mail.example.com,', 'has quotation marks or punctuation around it'],
    ['<https://mail.example.com>', 'has quotation marks or punctuation around it'],
    ['192.168.1.300', 'is not a URL or host name'],
    ['https://', 'is not a URL or host name'],
    ['http://mail.example.com', 'is plain HTTP'],
    ['outlook.office365.com', 'is Exchange Online'],
    ['https://outlook.office.com/owa', 'is Exchange Online'],
    ['outlook.live.com', 'is Exchange Online'],
    ['https://graph.microsoft.com/v1.0', 'is Exchange Online'],
    ['https://login.microsoftonline.com', 'is Exchange Online'],
    ['example.mail.onmicrosoft.com', 'is Exchange Online'],
    [undefined, 'must be a string, and undefined was given'],
    [null, 'must be a string, and null was given'],
    [5, 'must be a string, and a number was given'],
    [new URL('https://mail.example.com'), 'must be a string, and a URL was given'],
  ])('%j', (url, problem) => {
    const { message } = refusal({ ...options, url })
    expect(message).toMatch(new RegExp(`^The option url: ${problem}`))
    expect(message).not.toContain('zw0lf')
    expect(message).not.toMatch(FOREIGN)
  })

  it.each([
    ' https://mail.example.com ',
    'mail.example.com/ews',
    'mail.example.com/EWS/',
    'https://mail.example.com/owa',
  ])('%j is none: it is completed', async (url) => {
    const client = new EwsClient({ ...options, url })
    expect(inspect(client)).toContain("'https://mail.example.com/EWS/Exchange.asmx'")
    await client.close()
  })

  it('is refused by the vault too, where an administrator enters it', () => {
    const vault = new Vault({ keys: [generateKey()] })
    const seal = (url: string) => () =>
      sealConnection(
        vault,
        { url, username: 'svc', password: 'x' },
        { tenant: '42', table: 'connections', column: 'password', row: '7' },
      )
    expect(seal('outlook.office365.com')).toThrow('url: is Exchange Online')
    expect(seal('a@example.com')).toThrow('url: is a mail address')
  })
})

describe('an option that is wrong', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ auth: undefined }, 'The option auth: must be an object, and undefined was given'],
    [{ auth: 'EXAMPLE\\svc:zw0lf' }, 'The option auth: must be an object, and a string was given'],
    [
      { auth: { ...auth, type: 'NTLM' } },
      "The option auth.type: must be one of 'auto', 'ntlm', 'kerberos', 'basic', 'bearer', and",
    ],
    [
      { auth: { username: 'x', password: 'y' } },
      "The option auth.type: must be one of 'auto', 'ntlm',.*and undefined was given",
    ],
    [{ auth: { ...auth, username: '' } }, 'The option auth.username: must not be empty'],
    [{ auth: { ...auth, username: 'x'.repeat(2000) } }, 'The option auth.username: must have at most 1024 characters'],
    [
      { auth: { ...auth, username: 'EXAMPLE\tom' } },
      'The option auth.username: contains a control character; in JavaScript',
    ],
    [{ auth: { ...auth, username: 'svc ' } }, 'The option auth.username: begins or ends with white space'],
    [{ auth: { ...auth, username: ' svc' } }, 'The option auth.username: begins or ends with white space'],
    [{ auth: { ...auth, password: undefined } }, 'The option auth.password: must be a string'],
    [{ auth: { ...auth, user: 'x' } }, 'The option auth: user is unknown; did you mean username'],
    [{ auth: { type: 'bearer', token: '' } }, 'The option auth.token: must be the access token alone'],
    [{ timeoutMs: '30s' }, 'The option timeoutMs: must be a number, and a string was given'],
    [{ timeoutMs: 0 }, 'The option timeoutMs: must be more than 0'],
    [{ timeoutMs: 1e12 }, 'The option timeoutMs: must be at most 2147483647'],
    [{ maxConnections: 1.5 }, 'The option maxConnections: must be a whole number, and a fraction was given'],
    [{ timeout: 5 }, 'The options: timeout is unknown; did you mean timeoutMs'],
    [{ impersonate: 'a@example.com' }, 'The option impersonate: must be one of { primarySmtpAddress }'],
    [
      { version: 'Exchange2019' },
      "The option version: must be one of 'Exchange2007', .*, and something else was given",
    ],
    [{ tls: { ca: 'x' } }, 'The option tls.ca: must be PEM'],
    [{ retry: 'yes' }, 'The option retry: must be true or false, and a string was given'],
    [{ userAgent: '' }, 'The option userAgent: must be printable ASCII'],
  ])('%j', (wrong, problem) => {
    const { message } = refusal({ ...options, ...wrong })
    expect(message).toMatch(new RegExp(`^${problem.replace(/[{}]/g, '\\$&')}`))
    expect(message).not.toMatch(FOREIGN)
    expect(message).not.toMatch(/zw0lf|Exchange2019/)
  })

  it.each([[undefined], ['mail.example.com']])('options that are %j', (wrong) => {
    expect(refusal(wrong).message).toMatch(/^The options: must be an object, and (undefined|a string) was given$/)
  })

  it.each<[unknown, RegExp]>([
    [undefined, /^The options: must be an object, and undefined was given$/],
    [{}, /^The option keys: must be an array, and undefined was given$/],
    [{ keys: 'x' }, /^The option keys: must be an array, and a string was given$/],
    [{ keys: [undefined] }, /^keys\[0\] is undefined\. Is the environment variable set\?$/],
    [
      { keys: [generateKey()], write: 'plain' },
      /^The option write: must be one of 'sealed', 'plaintext', and something else/,
    ],
  ])('of the vault %#', (wrong, message) => {
    const open = () => new Vault(wrong as ConstructorParameters<typeof Vault>[0])
    expect(open).toThrow(VaultConfigError)
    expect(open).toThrow(message)
  })

  it('that is a signal of a call', async () => {
    const client = clientOf(await exchange())
    const error = await rejection(client.findItem(search, { signal: 5 as unknown as AbortSignal }))
    expect(error.message).toBe('FindItem: signal must be an AbortSignal')
  })
})

describe('an account that is refused', () => {
  it.each([
    [USERNAME, 'Most likely the password is wrong.'],
    ['svc@example.com', 'Most likely the password is wrong.'],
    ['EXAMPLE/svc', 'The user name has a slash where Windows writes a backslash'],
    ['EXAMPLEsvc', 'The user name has no domain. In JavaScript the backslash'],
    ['EXAMPLE\\\\svc', 'The user name has two backslashes'],
  ])('as %j says first what is likeliest', async (username, likeliest) => {
    for (const type of ['ntlm', 'basic'] as const) {
      const server = await exchange({ auth: ['NTLM', 'Basic'] })
      const client = clientOf(server, { auth: { type, username, password: 'wrong-passw0rd' } })
      const { hint } = await rejection(client.findItem(search))
      expect(hint.startsWith(likeliest)).toBe(true)
    }
  })

  it('by a server that takes access tokens only isn’t told to enable Basic', async () => {
    const { url } = await exchange({ auth: ['Bearer'] })
    const { message, hint } = await rejection(clientOf({ url, ca: undefined }).findItem(search))
    expect(message).toContain("doesn't offer NTLM")
    expect(hint).toContain("use auth { type: 'bearer', token }")
  })
})

describe('plain HTTP to a port for TLS', () => {
  it('is named as what may be wrong', async () => {
    const { url } = await exchange({ https: true })
    const { hint } = await rejection(clientOf({ url: url.replace('https', 'http'), ca: undefined }).findItem(search))
    expect(hint).toMatch(/^If the port is for TLS, write https:\/\/ in 'url'\./)
  })

  it('is named the other way around as well', async () => {
    const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const client = clientOf({ url: `https://127.0.0.1:${port}`, ca: undefined })
    expect((await rejection(client.findItem(search))).hint).toContain("Check port and scheme of 'url'")
  })
})

describe('a time zone that the server does not know', () => {
  it('is named as it was given and as it was sent, with the way out', async () => {
    const windowsZones = { 'Europe/Zurich': 'Nowhere Standard Time' }
    const client = clientOf(await exchange())
    const calendar = new BookingCalendar(client, { mailbox: MAILBOX, timeZone: 'Europe/Zurich', windowsZones })
    const request = { key: 'order-1', start: at('09:00'), end: at('10:00'), title: 'Consultation' }
    const { message, hint } = await rejection(calendar.book(request))
    expect(message).toContain("'Nowhere Standard Time', the Windows time zone of Europe/Zurich")
    expect(hint).toMatch(/^Pass the id of a zone .*windowsZones: { 'Europe\/Zurich': '...' }/)
  })
})
