import type { Key } from '../../kerberos/crypto'
import type { PrincipalName } from '../../kerberos/messages'

/** A principal with its realm: `svc-booking@EXAMPLE.COM`. */
export interface Principal {
  readonly name: PrincipalName
  readonly realm: string
}

/** A ticket, and what its owner must know to use it. */
export interface Credential {
  /** As the KDC calls the account. */
  readonly client: Principal
  /** The service that the ticket is for. */
  readonly service: Principal
  /** In DER, as it came. */
  readonly ticket: Buffer
  readonly sessionKey: Key
  /** Milliseconds since 1970, by the KDC's clock. */
  readonly endTime: number
}
