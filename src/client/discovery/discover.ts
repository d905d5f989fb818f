import * as z from 'zod/mini'
import { EwsTimeoutError } from '../../errors'
import { callable, checked, LONGEST_TIMER_MS, smtpAddress } from '../../validation'
import type { CallOptions } from '../call-options'
import { withDeadline } from '../deadline'
import type { BearerAuth, KerberosAuth, PasswordAuth, TlsOptions } from '../options'
import { authSchema } from '../options/auth'
import { optionError } from '../options/option-error'
import { tlsSchema } from '../options/tls'
import { systemRuntime } from '../runtime'
import type { Discovered } from './discovery'
import type { DiscoveryTransport } from './transport'

/** Options of `discover`. */
export interface DiscoverOptions extends CallOptions {
  /**
   * Returns whether a host outside of the mail domain may be asked with the account's credentials, or serve EWS, such as that of a hosting
   * provider. Ask the administrator. Its time counts toward `timeoutMs`. Defaults to no.
   */
  readonly confirm?: ((host: string) => boolean | Promise<boolean>) | undefined
  /** Whether `auto` may send the password itself to hosts that offer only Basic. Defaults to false. */
  readonly allowBasic?: boolean | undefined
  readonly tls?: TlsOptions | undefined
  /** Milliseconds for everything. Defaults to 30,000. A single request gets a quarter of it. */
  readonly timeoutMs?: number | undefined
}

const schema = z.strictObject({
  confirm: z.optional(callable<NonNullable<DiscoverOptions['confirm']>>()),
  allowBasic: z.optional(z.boolean()),
  tls: z.optional(tlsSchema),
  timeoutMs: z._default(z.int().check(z.positive(), z.maximum(LONGEST_TIMER_MS)), 30_000),
  signal: z.optional(z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'must be an AbortSignal')),
})

/**
 * Finds the address of EWS for a mail address by Autodiscover, in SOAP and then in XML: at the mail domain, at `autodiscover.` in front of
 * it, along a redirect, and by DNS.
 *
 * The password never goes over plain HTTP, along a redirect, or to a host outside of the mail domain without `confirm`. The first request to
 * each host has no credentials. A password that was refused twice isn't tried again.
 *
 * @example
 * const { url } = await discover('dr.meier@example.com', { type: 'ntlm', username: 'EXAMPLE\\svc-booking', password })
 * @throws EwsDiscoveryError that says what was tried
 * @throws EwsAuthenticationError if the credentials were refused twice
 * @throws EwsTimeoutError, and EwsRequestError if an option is wrong
 */
export const discover = (
  mailAddress: string,
  auth: PasswordAuth | KerberosAuth | BearerAuth,
  options: DiscoverOptions = {},
): Promise<Discovered> => discoverBy(undefined, mailAddress, auth, options)

/** @internal `discover` on the caller's network, for tests. */
export async function discoverBy(
  network: DiscoveryTransport | undefined,
  mailAddress: string,
  auth: PasswordAuth | KerberosAuth | BearerAuth,
  options: DiscoverOptions,
): Promise<Discovered> {
  checked(z.object({ mailAddress: smtpAddress }), { mailAddress }, optionError)
  checked(z.object({ auth: authSchema }), { auth }, optionError)
  const { confirm = () => false, allowBasic = false, tls, timeoutMs, signal } = checked(schema, options, optionError)
  const [{ Discovery, domainOf }, { systemTransport }] = await Promise.all([
    import('./discovery'),
    import('./transport'),
  ])
  // Otherwise a host could make `auto` send the password, by offering only Basic.
  const account = auth.type === 'auto' && !allowBasic ? { ...auth, type: 'ntlm' as const } : auth
  const transport = network ?? systemTransport(account, tls)
  return withDeadline(systemRuntime, timeoutMs, signal, async (deadline) => {
    const discovery = new Discovery(domainOf(mailAddress), transport, {
      confirm,
      signal: deadline.signal,
      within: (step) =>
        withDeadline(systemRuntime, Math.ceil(timeoutMs / 4), deadline.signal, ({ signal }) => step(signal)),
    })
    try {
      return await discovery.run(mailAddress)
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason
      if (!deadline.expired()) throw error
      throw new EwsTimeoutError({
        message: `Autodiscover wasn't finished within ${timeoutMs} ms`,
        hint: 'Enter the address of EWS by hand, or allow more time with timeoutMs.',
        retryable: true,
        timeoutMs,
      })
    }
  })
}
