import { encode } from '../../kerberos/asn1'
import { type ErrorCode, KrbError, MessageType, NameType, type PrincipalName } from '../../kerberos/messages'

/** Why a Kerberos request is refused. */
export class KerberosRefusal extends Error {
  override readonly name = 'KerberosRefusal'
  readonly code: number
  readonly data: Buffer | undefined

  constructor(code: (typeof ErrorCode)[keyof typeof ErrorCode], data?: Buffer) {
    super(`Kerberos error ${code}`)
    this.code = code
    this.data = data
  }
}

const NOBODY: PrincipalName = { nameType: NameType.serviceInstance, components: ['krbtgt'] }

/** The refusal as a KRB-ERROR message, with the server's time (RFC 4120, 5.9.1). */
export function errorMessage({ code, data }: KerberosRefusal, realm: string, now: Date, service = NOBODY): Buffer {
  return encode(KrbError, {
    version: 5,
    messageType: MessageType.error,
    serverTime: now,
    serverMicroseconds: now.getUTCMilliseconds() * 1000,
    code,
    realm,
    serviceName: service,
    data,
  })
}
