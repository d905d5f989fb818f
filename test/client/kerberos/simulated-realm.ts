import { randomBytes } from 'node:crypto'
import type { KdcAddress } from '../../../src/client/kerberos/kdc-address'
import { KerberosAccount, type KerberosFacts } from '../../../src/client/kerberos/kerberos-account'
import type { KerberosRuntime } from '../../../src/client/kerberos/runtime'
import { principalsOf } from '../../../src/client/kerberos/user-name'
import { encode } from '../../../src/kerberos/asn1'
import { type ErrorCode, KrbError, MessageType, ticketGrantingService } from '../../../src/kerberos/messages'
import type { Account } from '../../../src/simulator/authentication/account'
import { anyChannelBinding, type ChannelBindingCheck } from '../../../src/simulator/authentication/extended-protection'
import { KeyDistributionCenter } from '../../../src/simulator/kerberos/kdc'
import { NegotiateService } from '../../../src/simulator/kerberos/negotiate-service'
import { Realm } from '../../../src/simulator/kerberos/realm'

export const REALM = 'EXAMPLE.COM'
export const SERVICE = 'HTTP/mail.example.com'
/** A unique text, so finding it anywhere means a leak. */
export const PASSWORD = 'grün-73-Fahrrad'

/** Answers a message as a KDC. Resolves to `undefined` if the KDC closes the connection. */
export type Answering = (message: Buffer, address: KdcAddress, realm: string) => Promise<Buffer | undefined>

const START = Date.parse('2026-11-29T12:00:00Z')

/** A realm without sockets: its KDC, a service, and a clock that stands still. */
export function simulatedRealm({
  accounts = [{ username: 'svc-booking', password: PASSWORD }],
  acceptsChannelBinding = anyChannelBinding,
}: {
  accounts?: readonly Account[]
  acceptsChannelBinding?: ChannelBindingCheck
} = {}) {
  let time = START
  const now = () => new Date(time)
  const realm = new Realm({ realm: REALM, servicePrincipals: [SERVICE], accounts })
  const kdc = new KeyDistributionCenter({ realm, now, ticketLifetimeMs: 36_000_000 })
  const service = new NegotiateService(realm, now, acceptsChannelBinding)
  return {
    kdc,
    service,
    now,
    forward(milliseconds: number) {
      time += milliseconds
    },
    answer: (message: Buffer) => kdc.answer(message),
  }
}

/** Never aborts: nothing here takes time. */
const never = (): AbortSignal => new AbortController().signal

export interface ClientOptions extends Partial<KerberosFacts> {
  readonly username?: string
  readonly answering: Answering
  readonly runtime?: Partial<KerberosRuntime>
}

export const KDC: KdcAddress = { type: 'tcp', host: 'dc1.example.com', port: 88 }
export const SECOND_KDC: KdcAddress = { type: 'tcp', host: 'dc2.example.com', port: 88 }

/** Returns the client of an account whose KDC is a function. */
export function clientOf({
  username = 'svc-booking',
  answering,
  runtime = {},
  ...facts
}: ClientOptions): KerberosAccount {
  return new KerberosAccount(
    {
      principals: principalsOf({ username, realm: REALM, host: 'localhost', kdcIsKnown: true, byKeytab: false }),
      credentials: { password: PASSWORD },
      servicePrincipal: SERVICE,
      kdcs: () => [KDC],
      ...facts,
    },
    {
      now: () => START,
      randomBytes,
      timeout: never,
      resolveSrv: () => Promise.reject(new Error('There is no DNS')),
      readFile: () => Promise.reject(new Error('There are no files')),
      async exchange(address, realm, message) {
        const answer = await answering(message, address, realm)
        if (answer === undefined) throw new Error('The KDC closed the connection without an answer')
        return answer
      },
      ...runtime,
    },
  )
}

/** Returns a KDC's refusal. */
export const krbError = (
  code: (typeof ErrorCode)[keyof typeof ErrorCode] | number,
  facts: { text?: string; data?: Buffer; clientRealm?: string; realm?: string; serverTime?: Date } = {},
): Buffer =>
  encode(KrbError, {
    version: 5,
    messageType: MessageType.error,
    serverTime: new Date(START),
    serverMicroseconds: 0,
    code,
    realm: REALM,
    serviceName: ticketGrantingService(REALM),
    ...facts,
  })
