import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { writeNegotiation } from '../../src/kerberos/messages'
import { channelBindingCheck } from '../../src/simulator/authentication/extended-protection'
import { clientOf, simulatedRealm } from '../client/kerberos/simulated-realm'

/** A realm, and what its service says to a token of an account that has signed in. */
async function signedIn(options: Parameters<typeof simulatedRealm>[0] = {}) {
  const realm = simulatedRealm(options)
  const client = clientOf({ answering: realm.answer })
  const ticket = await client.ticket()
  return {
    realm,
    ticket: ticket.ticket,
    exchange: (binding?: Buffer) => client.exchange(ticket, binding),
    accept: (token: Buffer) => realm.service.accept(token),
  }
}

/** RFC 4121, 4.1.1.2, with the structure of RFC 2744, 3.11, in which all addresses are empty. */
function bindingOf(endPoint: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from('tls-server-end-point:'), endPoint])
  const header = Buffer.alloc(20)
  header.writeUInt32LE(data.length, 16)
  return createHash('md5').update(header).update(data).digest()
}

/** Returns the server's answer to the client's token. */
const outcome = (
  { read }: Pick<ReturnType<ReturnType<typeof clientOf>['exchange']>, 'read'>,
  token: Buffer | undefined,
) => read(token ?? Buffer.alloc(0))

describe('the Negotiate of the simulator', () => {
  it('takes a token once, and proves itself', async () => {
    const { exchange, accept } = await signedIn()
    const first = exchange()
    const accepted = accept(first.token)
    expect(accepted.account).toMatchObject({ username: 'svc-booking' })
    expect(outcome(first, accepted.token)).toEqual({ outcome: 'proved' })
    expect(outcome(first, accept(first.token).token)).toMatchObject({ outcome: 'refused', error: { code: 34 } })
  })

  it('refuses tokens with another time, and after their ticket has ended', async () => {
    const { realm, exchange, accept } = await signedIn()
    realm.forward(6 * 60 * 1000)
    const skewed = exchange()
    expect(outcome(skewed, accept(skewed.token).token)).toMatchObject({ outcome: 'refused', error: { code: 37 } })
    realm.forward(11 * 60 * 60 * 1000)
    const ended = exchange()
    expect(outcome(ended, accept(ended.token).token)).toMatchObject({ outcome: 'refused', error: { code: 32 } })
  })

  const endPoint = Buffer.from('end point')
  const right = bindingOf(endPoint)

  it.each<[string, 'allow' | 'require', Buffer | undefined, boolean]>([
    ['the right binding', 'require', right, true],
    ['a wrong binding', 'require', bindingOf(Buffer.from('another')), false],
    ['no binding', 'require', undefined, false],
    ['the right binding', 'allow', right, true],
    ['a wrong binding', 'allow', bindingOf(Buffer.from('another')), false],
    ['no binding', 'allow', undefined, true],
    ['a binding that was taken away', 'allow', Buffer.alloc(16), false],
  ])('judges %s where bindings are on %s', async (_case, level, binding, accepted) => {
    const { exchange, accept } = await signedIn({ acceptsChannelBinding: channelBindingCheck(level, endPoint) })
    expect(accept(exchange(binding).token).account !== undefined).toBe(accepted)
  })

  it('refuses anything but a Kerberos token, without a reason', async () => {
    const { accept } = await signedIn()
    for (const token of [Buffer.alloc(0), Buffer.from('NTLMSSP\0'), writeNegotiation(Buffer.from('NTLMSSP\0'))]) {
      expect(accept(token)).toEqual({})
    }
  })

  it('refuses a ticket and an authenticator with any bit changed', async () => {
    const { ticket, exchange, accept } = await signedIn()
    const made = exchange()
    const ticketEnd = made.token.indexOf(ticket) + ticket.length
    for (const end of [ticketEnd, made.token.length]) {
      for (let position = end - 100; position < end; position += 1) {
        const changed = Buffer.from(made.token)
        changed[position] = (changed[position] ?? 0) ^ 0x10
        expect(outcome(made, accept(changed).token)).toMatchObject({ outcome: 'refused', error: { code: 41 } })
      }
    }
  })
})

describe('the KDC of the simulator', () => {
  it.each([
    ['svc-booking', 'svc-booking'],
    ['EXAMPLE\\svc-booking', 'svc-booking'],
    ['svc-booking@example.com', 'svc-booking@example.com'],
  ])('knows the account %s by its name', async (configured, username) => {
    const realm = simulatedRealm({ accounts: [{ username: configured, password: 'grün-73-Fahrrad' }] })
    await clientOf({ username, answering: realm.answer }).ticket()
    expect(realm.kdc.requests.at(-1)).toEqual({
      type: 'TGS-REQ',
      client: 'svc-booking',
      service: 'HTTP/mail.example.com',
    })
  })

  it('says nothing to what is no request', async () => {
    const { answer } = simulatedRealm()
    for (const message of [Buffer.alloc(0), Buffer.from('GET / HTTP/1.1'), Buffer.from('6a03020100', 'hex')]) {
      expect(await answer(message)).toBeUndefined()
    }
  })
})
