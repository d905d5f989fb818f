import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv, AppParts } from '../app-parts'
import type { Limit } from './rate-limit'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Headers of every answer. A booking's address is a secret, so no other page learns it, and no cache keeps it. */
export const safeHeaders: MiddlewareHandler<AppEnv> = async (context, next) => {
  await next()
  const { headers } = context.res
  headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  headers.set('Strict-Transport-Security', 'max-age=31536000')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
}

/** A request that would change something came from another page, or doesn't say where from. */
export class ForeignRequestError extends Error {
  override readonly name = 'ForeignRequestError'
}

/**
 * Refuses requests that change something unless they come from our own pages, whatever their content type is. All browsers send `Origin`
 * with them. Session cookies are `SameSite=Strict` besides.
 */
export const onlyOwnPages =
  ({ publicUrl }: Pick<AppParts, 'publicUrl'>): MiddlewareHandler<AppEnv> =>
  async (context, next) => {
    const { method, url } = context.req
    const own = new URL(publicUrl ?? url).origin
    const isOwn = context.req.header('Origin') === own
    if (method !== 'GET' && method !== 'HEAD' && !isOwn) throw new ForeignRequestError()
    await next()
  }

/** A visitor has to wait. */
export class TooManyError extends Error {
  override readonly name = 'TooManyError'
  readonly seconds: number

  constructor(seconds: number) {
    super('Too many attempts')
    this.seconds = seconds
  }
}

/** Where a visitor comes from: an IPv4 address, or the network of an IPv6 address, because one visitor has 2^64 of those. */
export function originOf(context: Context<AppEnv>, { trustProxy }: Pick<AppParts, 'trustProxy'>): string {
  // The last one is the proxy's own word; the others are the visitor's.
  const forwarded = trustProxy ? context.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  return networkOf(forwarded ?? getConnInfo(context).remote.address ?? 'unknown')
}

/** The first 64 bits of an IPv6 address (RFC 4291, 2.5.4), and other addresses as they are. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1]
  if (isIP(address) !== 6 || mapped !== undefined) return mapped ?? address
  const { hostname } = new URL(`http://[${address.replace(/%.*/, '')}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = tail === undefined ? 0 : 8 - (first?.length ?? 0) - (last?.length ?? 0)
  const groups = [...(first ?? []), ...Array<string>(zeros).fill('0'), ...(last ?? [])]
  return groups.slice(0, 4).join(':')
}

/**
 * Counts an attempt.
 *
 * @throws TooManyError
 */
export async function limited(
  { limiter }: Pick<AppParts, 'limiter'>,
  what: string,
  whom: string,
  limit: Limit,
): Promise<void> {
  const wait = await limiter.hit(what, whom, limit)
  if (wait > 0) throw new TooManyError(wait)
}
