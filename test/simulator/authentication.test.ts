import { describe, expect, it } from 'vitest'
import { FindItem } from '../../src/operations'
import { selfSignedCertificate } from '../../src/simulator/http/certificate'
import { basic, DOMAIN_ACCOUNT, EwsConnection, requestXml } from './ews-connection'
import { DOCTOR, withExchange } from './exchange'
import { authenticateMessage, clientWithMic, httpntlmClient } from './ntlm-client'

/** One for all simulators here: it takes longer to make than anything else. */
const https = await selfSignedCertificate('127.0.0.1')

const body = requestXml(
  FindItem,
  {
    traversal: 'Shallow',
    itemShape: { baseShape: 'IdOnly' },
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  },
  { primarySmtpAddress: DOCTOR },
)

describe('The door', () => {
  const { exchange, connection } = withExchange({ https })

  it('offers each scheme in a header of its own and says nothing else', async () => {
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
  ])('lets %s in with Basic', async (username, password) => {
    const answer = await connection().send({ authorization: basic(username, password), body })
    expect(answer.status).not.toBe(401)
  })

  it.each([
    ['a wrong password', basic('clerk', 'a:c')],
    ['an unknown name', basic('EXAMPLE\\clerk', 'a:b')],
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
})

describe.each([
  ['httpntlm', httpntlmClient],
  ['a client with a MIC', clientWithMic()],
])('NTLM with %s', (_name, client) => {
  const { exchange, connection } = withExchange({ https })

  it('signs a connection in, and only that one', async () => {
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

  it('begins anew with a new first message', async () => {
    await connection().ntlm(client, DOMAIN_ACCOUNT, body)
    expect((await connection().send({ authorization: client.negotiate() })).status).toBe(401)
    expect((await connection().send({ body })).status).toBe(401)
  })

  it('takes a challenge for one answer only', async () => {
    const challenge = (await connection().send({ authorization: client.negotiate() })).headers['www-authenticate'] ?? ''
    const authorization = client.authenticate(challenge, DOMAIN_ACCOUNT)
    expect((await connection().send({ authorization, body })).status).toBe(200)
    expect((await connection().send({ authorization, body })).status).toBe(401)
  })

  it('wants the answer on the connection of the challenge', async () => {
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
  const token = (message: Buffer) => `NTLM ${message.toString('base64')}`

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('NTLMSSP? no, something else')],
    ['a field that reaches out of the message', spoiled((message) => message.writeUInt32LE(0xffffff, 24))],
    ['a message that is cut', spoiled((message) => message).subarray(0, 40)],
    ['NTLMv1', authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(24))],
    ['no response at all', authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(0))],
    ['a message that is not in Unicode', spoiled((message) => message.writeUInt32LE(2, 60))],
  ])('%s', async (_case, message) => {
    await connection().send({ authorization: clientWithMic().negotiate() })
    expect((await connection().send({ authorization: token(message), body })).status).toBe(401)
  })

  it('a MIC that is not over these messages', async () => {
    const client = clientWithMic((message) => message.writeUInt8(message.readUInt8(80) ^ 1, 80))
    expect((await connection().ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(401)
  })
})

function spoiled(spoil: (message: Buffer) => unknown): Buffer {
  const message = authenticateMessage('EXAMPLE', 'svc-booking', Buffer.alloc(80, 1))
  spoil(message)
  return message
}
