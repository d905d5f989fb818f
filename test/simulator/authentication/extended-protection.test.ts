import { describe, expect, it } from 'vitest'
import { type SimulatorOptions, startSimulator } from '../../../src/simulator'
import { selfSignedCertificate } from '../../../src/simulator/http/certificate'
import { certificateSignedWith } from '../../certificate'
import { basic, DOMAIN_ACCOUNT, EwsConnection, searchXml } from '../ews-connection'
import { DOCTOR, options, withExchange } from '../exchange'
import { channelBindingsFor, httpntlmClient, type NtlmClient, ntlmClient } from '../ntlm-client'

const body = searchXml({ primarySmtpAddress: DOCTOR })

const certificates = [
  ['SHA-256', 'sha256', await selfSignedCertificate('127.0.0.1')],
  ['SHA-384', 'sha384', await certificateSignedWith('ECDSA-SHA384')],
] as const
const [, , other] = certificates[0]
const ed25519 = await certificateSignedWith('Ed25519')

describe.each(certificates)('Behind a certificate signed with %s', (_name, hash, https) => {
  const right = channelBindingsFor(https.cert, hash)
  const clients: Record<string, NtlmClient> = {
    right: ntlmClient({ channelBindings: right }),
    'right, without a MIC': ntlmClient({ mic: false, channelBindings: right }),
    wrong: ntlmClient({ channelBindings: Buffer.from(right).fill(0, 15) }),
    'by another hash': ntlmClient({ channelBindings: channelBindingsFor(https.cert, 'sha512') }),
    'cut short': ntlmClient({ channelBindings: right.subarray(0, 8) }),
    none: ntlmClient(),
    'none, from another client': httpntlmClient,
    'all zeros': ntlmClient({ channelBindings: Buffer.alloc(16) }),
    empty: ntlmClient({ channelBindings: Buffer.alloc(0) }),
  }

  describe.each([
    ['off', Object.keys(clients)],
    ['allow', ['right', 'right, without a MIC', 'none', 'none, from another client', 'all zeros', 'empty']],
    ['require', ['right', 'right, without a MIC']],
  ] as const)('extended protection %s', (extendedProtection, letIn: readonly string[]) => {
    const { connection } = withExchange({ https, extendedProtection })

    it.each(Object.entries(clients))('treats this channel binding as it should: %s', async (name, client) => {
      const { status } = await connection().ntlm(client, DOMAIN_ACCOUNT, body)
      expect(status).toBe(letIn.includes(name) ? 200 : 401)
    })

    it('still requires the password', async () => {
      const credentials = { ...DOMAIN_ACCOUNT, password: 'S3cret' }
      const client = ntlmClient({ channelBindings: right })
      expect((await connection().ntlm(client, credentials, body)).status).toBe(401)
    })

    it('never binds Basic', async () => {
      const authorization = basic('EXAMPLE\\svc-booking', 's3cret')
      expect((await connection().send({ authorization, body })).status).toBe(200)
    })
  })
})

describe('Extended protection', () => {
  it("can't be evaded by changing the binding on the way", async () => {
    const [, hash, https] = certificates[1]
    await using exchange = await startSimulator({ ...options, https, extendedProtection: 'require' })
    const right = channelBindingsFor(https.cert, hash)
    const seenByClient = channelBindingsFor(other.cert, 'sha256')
    const replace = (message: Buffer) => right.copy(message, message.indexOf(seenByClient))
    const connection = new EwsConnection(exchange)
    for (const mic of [true, false]) {
      const client = ntlmClient({ mic, channelBindings: seenByClient, inTransit: { authenticate: replace } })
      expect((await connection.ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(401)
    }
    connection.close()
  })

  it('defaults to allow', async () => {
    await using exchange = await startSimulator({ ...options, https: other })
    const connection = new EwsConnection(exchange)
    const wrong = ntlmClient({ channelBindings: Buffer.alloc(16, 1) })
    expect((await connection.ntlm(wrong, DOMAIN_ACCOUNT, body)).status).toBe(401)
    expect((await connection.ntlm(ntlmClient(), DOMAIN_ACCOUNT, body)).status).toBe(200)
    connection.close()
  })

  it('has nothing to bind to without HTTPS', async () => {
    await using exchange = await startSimulator({ ...options, extendedProtection: 'allow' })
    const connection = new EwsConnection(exchange)
    const client = ntlmClient({ channelBindings: Buffer.alloc(16, 1) })
    expect((await connection.ntlm(client, DOMAIN_ACCOUNT, body)).status).toBe(200)
    connection.close()
  })

  it('has nothing to bind to if a certificate defines no binding', async () => {
    await using exchange = await startSimulator({ ...options, https: ed25519, extendedProtection: 'allow' })
    const connection = new EwsConnection(exchange)
    expect((await connection.ntlm(ntlmClient(), DOMAIN_ACCOUNT, body)).status).toBe(200)
    connection.close()
  })

  const required: SimulatorOptions = { ...options, extendedProtection: 'require' }
  it.each([
    ['without https', required, /extendedProtection.*without https: there is no TLS channel/],
    [
      'with a certificate that defines no binding',
      { ...required, https: ed25519 },
      /extendedProtection.*RFC 5929 defines no channel binding/,
    ],
  ])("can't be required %s", async (_case, wrong, reason) => {
    await expect(startSimulator(wrong)).rejects.toThrow(TypeError)
    await expect(startSimulator(wrong)).rejects.toThrow(reason)
  })
})
