import type { Key } from '../../kerberos/crypto'
import type { PrincipalName } from '../../kerberos/messages'

/** A principal with its realm: `svc-booking@EXAMPLE.COM`. */
export interface Principal {
  readonly name: PrincipalName
  readonly realm: string
}

/** A ticket, and the data that its owner needs to use it. */
export interface Credential {
  /** The KDC's name for the account. */
  readonly client: Principal
  /** The service that the ticket is for. */
  readonly service: Principal
  /** In DER, as received. */
  readonly ticket: Buffer
  readonly sessionKey: Key
  /** Milliseconds since 1970, by the KDC's clock. */
  readonly endTime: number
}
