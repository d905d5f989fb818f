/** How a client signs in. Kerberos is HTTP's `Negotiate`. */
export type SignInScheme = 'Kerberos' | 'NTLM' | 'Basic' | 'Bearer'

/** The current work of a client, and its work since it was constructed. Clients that share an account share these figures. */
export interface ClientStats {
  /** How the account signs in. `undefined` while `auto` hasn't chosen a scheme. Kerberos is HTTP's `Negotiate`. */
  readonly scheme: SignInScheme | undefined
  /** Calls that wait for a connection, or for the end of a back-off. */
  readonly waiting: number
  /** Requests under way, including those whose callers have given up. */
  readonly underWay: number
  /** Connections that are open. Zero if a dispatcher of your own makes them. */
  readonly connections: number
  /** How many connections may be open now: `maxConnections`, or fewer after the server said that the account has too many. */
  readonly connectionLimit: number
  /** How often a connection was authenticated. */
  readonly handshakes: number
  /** How often a call was repeated. */
  readonly retries: number
  /** How many calls were refused with `EwsOverloadError`. */
  readonly refused: number
  /** When the last back-off ends; `undefined` if there is none. */
  readonly backingOffUntil: Date | undefined
}
