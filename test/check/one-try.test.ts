import { describe, expect, it } from 'vitest'
import { exchange, PASSWORD, USERNAME } from '../exchange'
import { auto, checked, failures } from './checked'

const WRONG = 'guess-4711'

describe('a wrong password is tried once in a check', () => {
  it.each(['NTLM', 'Basic'] as const)('with %s', async (scheme) => {
    const server = await exchange({ auth: [scheme] })
    const steps = await checked({ url: server.url, auth: { ...auto, password: WRONG } })
    expect(failures(steps)).toMatchObject([{ name: 'authentication', whose: 'you' }])
    const tries = server.requests.filter(({ authentication }) => /^(ntlm-authenticate|basic)$/.test(authentication))
    expect(tries).toHaveLength(1)
  })

  it.each(['kerberos', 'auto'] as const)('at the KDC with %s, and not with another scheme afterwards', async (type) => {
    const server = await exchange({ auth: ['Negotiate', 'NTLM', 'Basic'] })
    const kdc = server.kdc?.address ?? ''
    const auth = { type, username: USERNAME, password: WRONG, realm: 'EXAMPLE.COM', kdc }
    const steps = await checked({ url: server.url, auth })
    expect(failures(steps)).toMatchObject([{ name: 'kerberos', whose: 'you' }])
    expect(server.kdc?.requests.filter(({ error }) => error === 24)).toHaveLength(1)
    expect(server.requests.map(({ authentication }) => authentication)).toEqual(['none'])
  })

  it('with NTLM where Kerberos found no KDC, and not with Basic afterwards', async () => {
    const server = await exchange({ auth: ['Negotiate', 'NTLM', 'Basic'] })
    const steps = await checked({ url: server.url, auth: { ...auto, password: WRONG } })
    expect(failures(steps)).toMatchObject([{ name: 'authentication' }])
    const tries = server.requests.filter(({ authentication }) => /^(ntlm-authenticate|basic)$/.test(authentication))
    expect(tries).toHaveLength(1)
  })

  it('and a right one is not taken for refused because of Extended Protection', async () => {
    const server = await exchange({ https: true, auth: ['NTLM'], extendedProtection: 'require' })
    const { ca, url } = server
    const { extendedProtection, authentication } = await checked({
      url,
      tls: { ca },
      auth: { ...auto, password: PASSWORD },
    })
    expect([extendedProtection.verdict, authentication.verdict]).toEqual(['ok', 'ok'])
  })
})
