import { EwsAuthenticationError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { clientOf, exchange, PASSWORD, rejection, search, USERNAME } from '../../exchange'
import { challengeToken, challenging, ntlmServer } from '../../ntlm-server'

const auth = { type: 'auto', username: USERNAME, password: PASSWORD } as const

const kindsOf = (server: { requests: readonly { authentication: string }[] }) =>
  server.requests.map(({ authentication }) => authentication)

describe("auth.type 'auto'", () => {
  it.each([[['NTLM', 'Basic']], [['Basic', 'NTLM']], [['NTLM']]] as const)(
    'is NTLM where %j is offered',
    async (schemes) => {
      const server = await exchange({ auth: schemes })
      const client = clientOf(server, { auth })
      await client.findItem(search)
      await client.findItem(search)
      expect(kindsOf(server)).toEqual(['ntlm-negotiate', 'ntlm-authenticate', 'connection'])
    },
  )

  it('is Basic if NTLM is not offered, and asks only once', async () => {
    const server = await exchange({ auth: ['Basic'] })
    const client = clientOf(server, { auth, maxConnections: 2 })
    await client.findItem(search)
    await Promise.all([client.findItem(search), client.findItem(search), client.findItem(search)])
    expect(kindsOf(server)).toEqual(['none', 'basic', 'basic', 'basic', 'basic'])
    expect(server.requests[0]?.xml).toBe('')
  })

  it('uses one scheme for calls that begin together', async () => {
    const server = await exchange({ auth: ['Basic'] })
    const client = clientOf(server, { auth, maxConnections: 4 })
    await Promise.all(Array.from({ length: 20 }, () => client.findItem(search)))
    expect(kindsOf(server).filter((kind) => kind === 'basic')).toHaveLength(20)
    expect(kindsOf(server).filter((kind) => kind === 'none').length).toBeLessThanOrEqual(4)
  })

  it('uses the same scheme for clients that act for other mailboxes', async () => {
    const server = await exchange({ auth: ['Basic'] })
    const client = clientOf(server, { auth })
    await client.findItem(search)
    await client.impersonating({ smtpAddress: 'dr.meier@example.com' }).findItem(search)
    expect(kindsOf(server)).toEqual(['none', 'basic', 'basic'])
  })

  it('reports a refused account with the chosen scheme', async () => {
    for (const schemes of [['NTLM', 'Basic'], ['Basic']] as const) {
      const server = await exchange({ auth: schemes })
      const client = clientOf(server, { auth: { ...auth, password: 'wrong' } })
      const error = await rejection(client.findItem(search))
      expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes })
      expect(error.hint).toContain('password')
      expect(server.requests).toHaveLength(2)
    }
  })

  it('lists the offered schemes if it supports none of them', async () => {
    const server = await ntlmServer({ negotiate: challenging('Negotiate', 'Digest realm="x", nonce="y"') })
    const error = await rejection(clientOf(server, { auth }).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: ['Negotiate', 'Digest'] })
    expect(error.message).toContain("doesn't offer NTLM or Basic")
    expect(server.seen).toEqual(['negotiate'])
  })
})

describe("auth.type 'auto' never lowers its guard", () => {
  it('after NTLM, the password is not sent to a server that offers only Basic', async () => {
    let basicAlone = false
    const server = await ntlmServer({
      negotiate: (request, response) =>
        challenging(basicAlone ? 'Basic realm="x"' : `NTLM ${challengeToken()}`)(request, response),
      nothing: challenging('Basic realm="x"'),
    })
    const client = clientOf(server, { auth })
    await client.findItem(search)
    basicAlone = true
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain("doesn't offer NTLM")
    expect(server.seen).not.toContain('other')
  })

  it('if a refusal offers only Basic after an NTLM challenge, the password is not sent', async () => {
    const server = await ntlmServer({ proof: challenging('Basic realm="x"') })
    const client = clientOf(server, { auth })
    expect(await rejection(client.findItem(search))).toBeInstanceOf(EwsAuthenticationError)
    expect(await rejection(client.findItem(search))).toBeInstanceOf(EwsAuthenticationError)
    expect(server.seen).toEqual(['negotiate', 'proof', 'negotiate', 'proof'])
  })

  it('if NTLM is offered in an unsafe form, the password is not sent', async () => {
    const challenge = `NTLM ${challengeToken({ negotiateFlags: 0x00000201 })}`
    const server = await ntlmServer({ negotiate: challenging(challenge, 'Basic realm="x"') })
    const error = await rejection(clientOf(server, { auth }).findItem(search))
    expect(error.message).toContain('NTLMv1')
    expect(server.seen).toEqual(['negotiate'])
  })
})
