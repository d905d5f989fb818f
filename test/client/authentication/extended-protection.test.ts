import { X509Certificate } from 'node:crypto'
import type { EwsClientOptions } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { certificateSignedWith, type SignatureName } from '../../certificate'
import { clientOf, exchange, PASSWORD, rejection, search, USERNAME } from '../../exchange'
import { tlsProxy } from '../../tls-proxy'

const hardened = (options: Parameters<typeof exchange>[0] = {}) =>
  exchange({ auth: ['NTLM'], https: true, extendedProtection: 'require', ...options })

const unbound: Partial<EwsClientOptions> = {
  auth: { type: 'ntlm', username: USERNAME, password: PASSWORD, channelBinding: 'off' },
}

const success = { responseMessages: [expect.objectContaining({ responseClass: 'Success' })] }

describe('pain 2: Extended Protection', () => {
  it.each(['off', 'allow', 'require'] as const)('%s accepts us over TLS', async (extendedProtection) => {
    const client = clientOf(await hardened({ extendedProtection }))
    expect(await client.findItem(search)).toMatchObject(success)
  })

  it.each<SignatureName>([
    'RSA-SHA1',
    'RSA-SHA256',
    'RSA-SHA384',
    'RSA-SHA512',
    'RSA-PSS-SHA256',
    'RSA-PSS-SHA384',
    'ECDSA-SHA256',
    'ECDSA-SHA384',
    'ECDSA-SHA512',
  ])('accepts us with a certificate signed with %s', async (signature) => {
    const server = await hardened({ https: await certificateSignedWith(signature) })
    expect(await clientOf(server).findItem(search)).toMatchObject(success)
  })

  it('accepts us when TLS sessions are resumed', async () => {
    const server = await hardened()
    const client = clientOf(server, { maxConnections: 1 })
    for (let connection = 0; connection < 5; connection += 1) {
      await client.findItem(search)
      server.inject({ fault: 'dropBeforeCommit' })
      await rejection(client.findItem(search))
    }
    expect(server.connections).toBe(5)
  })

  it('refuses us behind a man in the middle who has another certificate', async () => {
    const server = await hardened()
    const between = await tlsProxy(server)
    const error = await rejection(clientOf(between).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', retryable: false })
    expect(error.hint).toContain('something in between')
    expect(error.hint).toContain(new X509Certificate(between.ca).fingerprint.replaceAll(':', ''))
    expect(server.requests.map(({ status }) => status)).toEqual([401, 401])
  })

  it('refuses a wrong binding even if bindings are optional', async () => {
    const between = await tlsProxy(await hardened({ extendedProtection: 'allow' }))
    expect(await rejection(clientOf(between).findItem(search))).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION' })
  })

  it.each(['off', 'allow'] as const)(
    '%s lets a balancer end TLS, with channelBinding off',
    async (extendedProtection) => {
      const between = await tlsProxy(await hardened({ extendedProtection }))
      expect(await clientOf(between, unbound).findItem(search)).toMatchObject(success)
    },
  )

  it('that is required makes the error name channelBinding if that is off', async () => {
    const error = await rejection(clientOf(await hardened(), unbound).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', hint: expect.stringContaining('channelBinding') })
  })

  it('accepts us through a load balancer with the certificate of the server', async () => {
    const certificate = await certificateSignedWith('RSA-SHA256')
    const between = await tlsProxy(await hardened({ https: certificate }), certificate)
    expect(await clientOf(between).findItem(search)).toMatchObject(success)
  })

  it('is impossible with a certificate signed without a hash, and the error says so', async () => {
    const https = await certificateSignedWith('Ed25519')
    const allowing = await hardened({ https, extendedProtection: 'allow' })
    expect(await clientOf(allowing).findItem(search)).toMatchObject(success)
  })

  it('applies to NTLM only', async () => {
    const server = await hardened({ auth: ['Basic'] })
    const auth = { type: 'basic', username: USERNAME, password: PASSWORD } as const
    expect(await clientOf(await tlsProxy(server), { auth }).findItem(search)).toMatchObject(success)
  })

  it('works with auto as well', async () => {
    const auth = { type: 'auto', username: USERNAME, password: PASSWORD } as const
    expect(await clientOf(await hardened(), { auth }).findItem(search)).toMatchObject(success)
  })
})
