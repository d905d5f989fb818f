import * as z from 'zod/mini'
import { text } from '../../validation'

/** The Kerberos realm of a simulator. Its KDC listens on loopback and knows the simulator's accounts. */
export interface SimulatedKerberosOptions {
  /** Defaults to `EXAMPLE.COM`. */
  readonly realm?: string | undefined
  /** The services that the KDC issues tickets for. Defaults to `HTTP/localhost` and `HTTP/127.0.0.1`. */
  readonly servicePrincipals?: readonly string[] | undefined
  /** How long tickets are valid, in milliseconds. Defaults to ten hours, as in Active Directory. */
  readonly ticketLifetimeMs?: number | undefined
}

const DEFAULTS = {
  realm: 'EXAMPLE.COM',
  servicePrincipals: ['HTTP/localhost', 'HTTP/127.0.0.1'],
  ticketLifetimeMs: 10 * 60 * 60 * 1000,
}

/** @internal Checks the option `kerberos`. */
export const kerberosSchema = z._default(
  z.strictObject({
    realm: z._default(text, DEFAULTS.realm),
    servicePrincipals: z._default(z.array(text), DEFAULTS.servicePrincipals),
    ticketLifetimeMs: z._default(z.int().check(z.positive()), DEFAULTS.ticketLifetimeMs),
  }),
  DEFAULTS,
)
