import * as z from 'zod/mini'
import { callable, text } from '../../validation'

/** The Kerberos realm of a simulator. Its KDC listens on loopback and knows the simulator's accounts. */
export interface SimulatedKerberosOptions {
  /** Defaults to `EXAMPLE.COM`. */
  readonly realm?: string | undefined
  /** The services that the KDC issues tickets for. Defaults to `HTTP/localhost` and `HTTP/127.0.0.1`. */
  readonly servicePrincipals?: readonly string[] | undefined
  /** How long tickets are valid, in milliseconds. Defaults to ten hours, as in Active Directory. */
  readonly ticketLifetimeMs?: number | undefined
  /**
   * The size of the authorization data in each ticket, in bytes, as the groups of an account make it in Active Directory (MS-PAC). Clients
   * send it with each request. Defaults to none.
   */
  readonly authorizationDataBytes?: number | undefined
  /** The clock of the KDC. Defaults to that of the server. */
  readonly now?: (() => Date) | undefined
}

const DEFAULTS = {
  realm: 'EXAMPLE.COM',
  servicePrincipals: ['HTTP/localhost', 'HTTP/127.0.0.1'],
  ticketLifetimeMs: 10 * 60 * 60 * 1000,
  authorizationDataBytes: 0,
}

/** @internal Checks the option `kerberos`. */
export const kerberosSchema = z._default(
  z.strictObject({
    realm: z._default(text, DEFAULTS.realm),
    servicePrincipals: z._default(z.array(text), DEFAULTS.servicePrincipals),
    ticketLifetimeMs: z._default(z.int().check(z.positive()), DEFAULTS.ticketLifetimeMs),
    authorizationDataBytes: z._default(z.int().check(z.minimum(0)), DEFAULTS.authorizationDataBytes),
    now: z.optional(callable<() => Date>()),
  }),
  DEFAULTS,
)
