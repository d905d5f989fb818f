import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../src/simulator'
import { selfSignedCertificate } from '../../../src/simulator/http/certificate'
import { basic, DOMAIN_ACCOUNT, EwsConnection, searchXml } from '../ews-connection'
import { DOCTOR, options, withExchange } from '../exchange'
import {
  authenticateMessage,
  curlClient,
  httpntlmClient,
  MIC_PROMISE,
  negotiateMessage,
  ntlmClient,
  token,
} from '../ntlm-client'

/** One certificate for all simulators of this file. */
const https = await selfSignedCertificate('127.0.0.1')

const body = searchXml({ primarySmtpAddress: DOCTOR })

describe('Authentication', () => {
  const { exchange, connection } = withExchange({ https })

  it('offers each scheme in its own header, and nothing else', async () => {
    const { status, headers, text } = await connection().send({ body })
    expect({ status, text }).toEqual({ status: 401, text: '' })
    expect(headers['www-authenticate']).toBe('NTLM, Basic realm="127.0.0.1"')
    expect(exchange().requests[0]?.authentication).toBe('none')
  })

  it.each([
    ['EXAMPLE\\svc-booking', 's3cret'],
    ['example\\SVC-Booking', 's3cret'],
    ['Doctor@Example.com', 'grüezi'],
    ['clerk', 'a:b'],
    ['EXAMPLE\\clerk', 'a:b'],
    ['clerk@example.com', 'a:b'],
    ['svc-booking', 's3cret'],
    ['svc-booking@example.com', 's3cret'],
    ['EXAMPLE\\doctor', 'grüezi'],
    ['DR.Meier@example.com', 'grüezi'],
  ])('accepts %s with Basic', async (username, password) => {
    const answer = await connection().send({ authorization: basic(username, password), body })
    expect(answer.status).not.toBe(401)
  })

  it.each([
    ['a wrong password', basic('clerk', 'a:c')],
    ['an unknown name', basic('EXAMPLE\\clark', 'a:b')],
    ['a name in another domain', basic('OTHER\\clerk', 'a:b')],
    ['no name', basic('', 'a:b')],
    ['no password', `Basic ${Buffer.from('clerk').toString('base64')}`],
    ['a scheme that is not offered', 'Bearer x'],
  ])('refuses %s', async (_case, authorization) => {
    expect((await connection().send({ authorization, body })).status).toBe(401)
  })

  it('never records a secret', async () => {
    await connection().send({ authorization: basic('clerk', 'a:b'), body })
    expect(exchange().requests[0]?.headers.authorization).toBe('Basic [redacted]')
    expect(JSON.stringify(exchange().requests)).not.toContain(Buffer.from('clerk:a:b').toString('base64'))
  })

  it.each([
    ['a token without its scheme', 'mF_9.B5f-4.1JqM', '[redacted]'],
    ['a scheme and a tab', 'Basic\tY2xlcms6YTpi', '[redacted]'],
    ['a scheme alone', 'NTLM', 'NTLM [redacted]'],
  ])('treats %s as a secret', async (_case, authorization, recorded) => {
    await connection().send({ authorization, body })
    expect(exchange().requests[0]?.headers.authorization).toBe(recorded)
  })

  it('shows no account when printed', async () => {
    await connection().ntlm(ntlmClient(), DOMAIN_ACCOUNT, body)
    expect(inspect(exchange(), { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toMatch(/s3cret|grüezi/)
  })

  it('refuses any other Authorization', async () => {
    const anyScheme = fc.constantFrom('NTLM', 'Basic', 'Bearer', 'Negotiate', 'ntlm', '')
    const anyCredentials = fc.oneof(fc.base64String(), fc.string({ unit: 'grapheme-ascii' }))
    await fc.assert(
      fc.asyncProperty(anyScheme, anyCredentials, async (scheme, credentials) => {
        const { status } = await connection().send({ authorization: `${scheme} ${credentials}`.trim(), body })
        expect(status).toBe(401)
      }),
      { numRuns: 200 },
    )
  })
})

describe.each([
  ['httpntlm', httpntlmClient],
  ['a client with a MIC', ntlmClient()],
  ['curl', curlClient],
])('NTLM with %s', (_name, client) => {
  const { exchange, connection } = withExchange({ https })

  it('signs in its own connection only', async () => {
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(200)
    expect((await connection().send({ body })).status).toBe(200)
    const other = new EwsConnection(exchange())
    expect((await other.send({ body })).status).toBe(401)
    other.close()
    expect(exchange().connections).toBe(2)
    expect(exchange().requests.map((request) => [request.connection, request.authentication, request.status])).toEqual([
      [1, 'ntlm-negotiate', 401],
      [1, 'ntlm-authenticate', 200],
      [1, 'connection', 200],
      [2, 'none', 401],
    ])
  })

  it.each([
    ['wrong password', { ...DOMAIN_ACCOUNT, password: 'S3cret' }],
    ['wrong user', { ...DOMAIN_ACCOUNT, username: 'svc' }],
    ['wrong domain', { ...DOMAIN_ACCOUNT, domain: 'OTHER' }],
  ])('refuses a %s', async (_case, credentials) => {
    const { status, headers } = await connection().ntlm(client, credentials, body)
    expect({ status, offered: headers['www-authenticate'] }).toEqual({
      status: 401,
      offered: 'NTLM, Basic realm="127.0.0.1"',
    })
    expect((await connection().send({ body })).status).toBe(401)
  })

  it('finds an account whose name is an address, without a domain', async () => {
    const credentials = { domain: '', username: 'Doctor@example.com', password: 'grüezi' }
    expect((await connection().ntlm(client, credentials, body)).status).not.toBe(401)
  })

  it('starts over with a new first message', async () => {
    await connection().ntlm(client, DOMAIN_ACCOUNT, body)
    expect((await connection().send({ authorization: client.negotiate() })).status).toBe(401)
    expect((await connection().send({ body })).status).toBe(401)
  })

  it('accepts one answer to a challenge', async () => {
    const challenge = (await connection().send({ authorization: client.negotiate() })).headers['www-authenticate'] ?? ''
    const authorization = client.authenticate(challenge, DOMAIN_ACCOUNT)
    expect((await connection().send({ authorization, body })).status).toBe(200)
    expect((await connection().send({ authorization, body })).status).toBe(401)
  })

  it('requires the answer on the connection of the challenge', async () => {
    const other = new EwsConnection(exchange())
    const challenge = (await other.send({ authorization: client.negotiate() })).headers['www-authenticate'] ?? ''
    await connection().send({ authorization: client.negotiate() })
    const authorization = client.authenticate(challenge, DOMAIN_ACCOUNT)
    expect((await connection().send({ authorization, body })).status).toBe(401)
    other.close()
  })
})

describe('NTLM refuses', () => {
  const { connection } = withExchange()

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('NTLMSSP? no, something else')],
    ['a field that ends beyond the message', spoiled((message) => message.writeUInt32LE(0xffffff, 24))],
    ['a truncated message', spoiled((message) => message).subarray(0, 40)],
    ['NTLMv1', authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(24))],
    ['no response at all', authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(0))],
    ['NTLMv1 with extended session security', authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(24, 1))],
  ])('%s', async (_case, message) => {
    await connection().send({ authorization: ntlmClient().negotiate() })
    expect((await connection().send({ authorization: token(message), body })).status).toBe(401)
  })

  it('a client that offers neither Unicode nor OEM characters', async () => {
    const { status, headers } = await connection().send({ authorization: token(negotiateMessage(0x88204)) })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('NTLM, Basic realm="127.0.0.1"')
  })

  it('a message with neither of them', async () => {
    const inNeither = (message: Buffer) => message.writeUInt32LE(message.readUInt32LE(60) & ~3, 60)
    const client = ntlmClient({ mic: false, inTransit: { authenticate: inNeither } })
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(401)
  })

  it('a message without extended session security', async () => {
    const withoutIt = (message: Buffer) => message.writeUInt32LE(message.readUInt32LE(60) & ~0x80000, 60)
    const client = ntlmClient({ mic: false, inTransit: { authenticate: withoutIt } })
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(401)
  })
})

describe('A MIC', () => {
  const { connection } = withExchange()
  const flip = (position: number) => (message: Buffer) => message.writeUInt8(message.readUInt8(position) ^ 1, position)
  const tampered = [
    ['the first message', { negotiate: flip(31) }],
    ['the challenge', { challenge: flip(55) }],
    ['the last message', { authenticate: flip(71) }],
  ] as const

  it.each([...tampered, ['itself', { authenticate: flip(80) }] as const])(
    'reveals a flipped bit in %s',
    async (_message, inTransit) => {
      expect((await connection().ntlm(ntlmClient({ inTransit }), DOMAIN_ACCOUNT, body)).status).toBe(401)
    },
  )

  it.each(tampered)('is necessary: without it, %s stay unnoticed', async (_message, inTransit) => {
    expect((await connection().ntlm(ntlmClient({ mic: false, inTransit }), DOMAIN_ACCOUNT, body)).status).toBe(200)
  })

  it("can't be removed, because its presence is part of the proof", async () => {
    const takeOff = (message: Buffer) => {
      message.fill(0, 72, 88)
      message.writeUInt8(0, message.indexOf(MIC_PROMISE) + 4)
    }
    const client = ntlmClient({ inTransit: { authenticate: takeOff } })
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(401)
  })
})

describe('Names and passwords', () => {
  const username = 'EXAMPLE\\jörg.straße-ıλένης'
  const password = 'pässwörd 𝕏🗝️ ω'
  const accounts = [{ username, password, mayImpersonate: 'all' as const }]
  const { connection } = withExchange({ accounts })

  it('can be in any script with Basic', async () => {
    expect((await connection().send({ authorization: basic(username, password), body })).status).toBe(200)
  })

  it.each([
    ['as configured', 'jörg.straße-ıλένης'],
    ['in upper case by the rules of Windows', 'JÖRG.STRAßE-ıΛΈΝΗς'],
  ])('can be in any script with NTLM, %s', async (_case, name) => {
    const credentials = { domain: 'example', username: name, password }
    expect((await connection().ntlm(ntlmClient(), credentials, body)).status).toBe(200)
  })

  it('are Latin-1 with NTLM for a client without Unicode', async () => {
    const latin = { domain: 'example', username: 'Zoë', password: 'œ' }
    const accounts = [{ username: 'EXAMPLE\\zoë', password: latin.password, mayImpersonate: 'all' as const }]
    await using exchange = await startSimulator({ ...options, accounts })
    const connection = new EwsConnection(exchange)
    expect((await connection.ntlm(curlClient, latin, body)).status).toBe(200)
    connection.close()
  })

  it.each([['JÖRG.STRASSE-ıΛΈΝΗς'], ['jörg.straße-iλένης'], ['jörg.straße-ıλένησ']])(
    'differ from those of %s',
    async (name) => {
      const credentials = { domain: 'example', username: name, password }
      expect((await connection().ntlm(ntlmClient(), credentials, body)).status).toBe(401)
    },
  )
})

describe('Bearer', () => {
  const [account] = options.accounts
  const accounts = [
    { username: 'nobody', password: '' },
    { ...account, username: 'EXAMPLE\\svc-booking', password: 's3cret', token: ['mF_9.B5f-4.1JqM', 'second=='] },
    { username: 'clerk', password: 'a:b', token: 'clerks' },
  ]
  const { exchange, connection } = withExchange({ accounts, auth: ['Bearer', 'NTLM'] })

  it.each([['mF_9.B5f-4.1JqM'], ['second==']])('signs an account in with its token %s', async (secret) => {
    expect((await connection().send({ authorization: `Bearer ${secret}`, body })).status).toBe(200)
    expect(exchange().requests[0]).toMatchObject({
      authentication: 'bearer',
      headers: { authorization: 'Bearer [redacted]' },
    })
    expect(inspect(exchange().requests, { depth: null })).not.toContain(secret)
  })

  it('authenticates one request only', async () => {
    await connection().send({ authorization: 'bearer second==', body })
    const { status, headers } = await connection().send({ body })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="127.0.0.1", NTLM')
  })

  it.each([['mF_9.B5f-4.1Jq'], ['MF_9.B5F-4.1JQM'], [''], ['undefined']])('names the error %j', async (secret) => {
    const { status, headers } = await connection().send({ authorization: `Bearer ${secret}`, body })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="127.0.0.1", error="invalid_token", NTLM')
  })

  it('identifies the account', async () => {
    expect((await connection().send({ authorization: 'Bearer clerks', body })).text).toContain(
      'ErrorImpersonateUserDenied',
    )
  })
})

describe('A connection', () => {
  /** Everything that the server sends until it closes the connection, after one request with `headers`. */
  async function untilClosed({ url, ca }: Simulator, headers = ''): Promise<string> {
    const { protocol, hostname: host, port, pathname } = new URL(url)
    const to = { host, port: Number(port) }
    const socket = protocol === 'https:' ? connectTls({ ...to, ca }) : connect(to)
    const chunks: string[] = []
    socket.setEncoding('latin1').on('data', (chunk: string) => chunks.push(chunk))
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n${headers}\r\n`)
    await once(socket, 'end')
    socket.end()
    return chunks.join('')
  }

  it.each([
    ['HTTP', false],
    ['HTTPS', https],
  ])('over %s is closed when it is idle, without an announcement', async (_protocol, https) => {
    await using exchange = await startSimulator({ ...options, https, idleTimeoutMs: 20 })
    let answer = ''
    // On a busy machine, the connection can be idle for as long before its request arrives. It is closed without an answer then.
    while (answer === '') answer = await untilClosed(exchange).catch(() => '')
    expect(answer).toMatch(/^HTTP\/1.1 401 .*\r\nConnection: keep-alive\r\n/s)
    expect(answer).not.toMatch(/^Keep-Alive:/im)
  })

  it('ends after the answer if the client asks for it', async () => {
    await using exchange = await startSimulator(options)
    expect(await untilClosed(exchange, 'Connection: close\r\n')).toMatch(/\r\nConnection: close\r\n/)
  })
})

describe('With authPersistSingleRequest', () => {
  const { exchange, connection } = withExchange({ authPersistSingleRequest: true })

  it('NTLM signs in one request, and the next one is challenged on the same connection', async () => {
    const client = ntlmClient()
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(200)
    expect((await connection().send({ body })).status).toBe(401)
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(200)
    expect(exchange().connections).toBe(1)
  })
})

function spoiled(spoil: (message: Buffer) => unknown): Buffer {
  const message = authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(80, 1))
  spoil(message)
  return message
}
