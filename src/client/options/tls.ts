import * as z from 'zod/mini'
import { isPem } from '../../validation'

/** TLS, as in Node's `tls.connect`. Certificates and keys are PEM. */
export interface TlsOptions {
  /** Certificate authorities to trust instead of the well-known ones. Needed for a private CA. */
  readonly ca?: string | Buffer | (string | Buffer)[] | undefined
  /** The client's certificate. Needs `key`. */
  readonly cert?: string | Buffer | undefined
  /** The private key of `cert`. */
  readonly key?: string | Buffer | undefined
  /** The name that the server's certificate must be for. Defaults to the host of `url`. */
  readonly servername?: string | undefined
  /** `false` accepts any certificate, and so anybody in between. Give `ca` instead. */
  readonly rejectUnauthorized?: boolean | undefined
}

const pem = z.union([z.string(), z.instanceof(Buffer)], { error: 'must be a string or a Buffer with PEM' }).check(isPem)

/** @internal Checks the option `tls`. */
export const tlsSchema = z
  .strictObject({
    ca: z.optional(z.union([pem, z.array(pem)])),
    cert: z.optional(pem),
    key: z.optional(pem),
    servername: z.optional(z.string()),
    rejectUnauthorized: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ cert, key }) => (cert === undefined) === (key === undefined),
      'needs cert and key together, or neither',
    ),
  )
