import { EwsAuthenticationError, type EwsClientOptions } from 'ews-booking'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateSignedWith, type SignatureName } from '../../certificate'
import { clientOf, rejection, search } from '../../exchange'
import { needs } from '../../requirements'
import { bySuite } from '../../suite'
import { tlsProxy } from '../../tls-proxy'
import { type GssAcceptor, startGssAcceptor } from './gss-acceptor'
import { kdcRelay } from './kdc-relay'
import { mitExchange } from './mit-exchange'
import { type MitKdc, REALM, startMitKdc, USER_PASSWORD } from './mit-kdc'

const kerberos = (kdc: string, auth: object = {}): Partial<EwsClientOptions> => ({
  auth: { type: 'kerberos', username: 'alice', password: USER_PASSWORD, realm: REALM, kdc, ...auth },
  impersonate: undefined,
})

describe('pain 32: a client of an HTTPS server that MIT Kerberos protects', needs('mitKerberos'), () => {
  let kdc: MitKdc
  let acceptor: GssAcceptor
  beforeAll(async () => {
    kdc = await startMitKdc()
    acceptor = startGssAcceptor(kdc)
  })
  afterAll(async () => {
    await acceptor?.close()
    await kdc?.close()
  })
  const kdcAddress = () => `127.0.0.1:${kdc.port}`

  it.each<[SignatureName, string]>([
    ['RSA-SHA1', 'sha256'],
    ['RSA-SHA256', 'sha256'],
    ['RSA-SHA384', 'sha384'],
    ['RSA-SHA512', 'sha512'],
    ['RSA-PSS-SHA256', 'sha256'],
    ['RSA-PSS-SHA384', 'sha384'],
    ['ECDSA-SHA256', 'sha256'],
    ['ECDSA-SHA384', 'sha384'],
    ['ECDSA-SHA512', 'sha512'],
  ])('is bound to a channel with a certificate signed with %s', async (signature, hash) => {
    const server = await mitExchange(acceptor, await certificateSignedWith(signature), hash)
    await clientOf(server, kerberos(kdcAddress())).findItem(search)
    expect(server.verdicts).toEqual([
      expect.objectContaining({ accepted: true, bound: true, principal: `alice@${REALM}` }),
    ])
  })

  it('is refused without a binding', async () => {
    const server = await mitExchange(acceptor, await certificateSignedWith('ECDSA-SHA256'), 'sha256')
    const error = await rejection(clientOf(server, kerberos(kdcAddress(), { channelBinding: 'off' })).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.hint).toContain("auth.channelBinding to be 'auto'")
    expect(server.verdicts).toEqual([expect.objectContaining({ accepted: true, bound: false })])
  })

  it('is refused behind a man in the middle', async () => {
    const server = await mitExchange(acceptor, await certificateSignedWith('ECDSA-SHA256'), 'sha256')
    const between = await tlsProxy(server)
    const error = await rejection(
      clientOf(between, kerberos(kdcAddress(), { servicePrincipal: 'HTTP/localhost' })).findItem(search),
    )
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain('Kerberos error 60')
    expect(error.hint).toContain('something in between')
    expect(server.verdicts).toEqual([expect.objectContaining({ accepted: false })])
  })

  const calls = bySuite({ quick: 200, slow: 10_000 })

  it(`makes ${calls} calls over four connections with one login, one service ticket, and a request each`, async () => {
    const server = await mitExchange(acceptor, await certificateSignedWith('ECDSA-SHA256'), 'sha256')
    const relay = await kdcRelay(kdc.port)
    const client = clientOf(server, { ...kerberos(relay.address), maxConnections: 4 })
    let left = calls
    const caller = async () => {
      while (left > 0) {
        left -= 1
        await client.findItem(search)
      }
    }
    await Promise.all(Array.from({ length: 4 }, caller))
    expect(relay.counts).toEqual({ logins: 2, tickets: 1 })
    expect(server.counts.requests).toBe(calls)
    expect(server.counts.connections).toBeLessThanOrEqual(4)
    expect(server.verdicts.filter(({ accepted, bound }) => accepted && bound)).toHaveLength(calls)
  })
})
