import * as z from 'zod/mini'
import { text } from '../../validation'
import { kdcAddress } from '../kerberos/kdc-address'

/** A KDC: `dc1.example.com`, `dc1.example.com:88`, or a KDC proxy (MS-KKDCP): `https://proxy.example.com/KdcProxy`. */
export type KdcOption = string | readonly string[]

/** What Kerberos can't learn from DNS and the user name. */
export interface KerberosOptions {
  /**
   * The Kerberos realm of the account: the DNS name of its Active Directory domain, `EXAMPLE.COM`. Defaults to the part after the `@` of
   * `username`, to the domain in it, or to the domain of the server, whichever is there first.
   */
  readonly realm?: string | undefined
  /**
   * The KDCs to ask, in this order: one, several, or an object with those of each realm. Defaults to those that DNS names
   * (`_kerberos._tcp.example.com`). A KDC proxy is asked for every realm; it is for clients outside of the network. Its certificate is
   * checked by `tls.ca`.
   */
  readonly kdc?: KdcOption | Readonly<Record<string, KdcOption>> | undefined
  /** The service principal name of Exchange. Defaults to `HTTP/` and the host of `url`. */
  readonly servicePrincipal?: string | undefined
}

const kdc = z
  .string()
  .check(
    z.refine(
      (value) => kdcAddress(value) !== undefined,
      'must be a host such as dc1.example.com, host and port, or a proxy such as https://proxy.example.com/KdcProxy',
    ),
  )
const kdcs = z.union([kdc, z.array(kdc).check(z.minLength(1))], {
  error: 'must be a host such as dc1.example.com, host and port, a KDC proxy, or an array of these',
})

/** @internal Checks the options of Kerberos. */
export const kerberosOptions = {
  realm: z.optional(text.check(z.regex(/^[^\s@/\\]+$/, 'must be a realm such as EXAMPLE.COM'))),
  kdc: z.optional(
    z.union([kdcs, z.record(text, kdcs)], {
      error: 'must be a host such as dc1.example.com, host and port, a KDC proxy, an array, or an object by realm',
    }),
  ),
  servicePrincipal: z.optional(
    text.check(z.regex(/^[^\s@/\\]+\/[^\s@/\\]+$/, 'must be a name such as HTTP/mail.example.com')),
  ),
}
