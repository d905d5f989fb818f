import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv, AppParts } from './app-parts'
import { isExchangeFailure, noteFailure } from './exchange/failure'
import { MessagePage, practicePath } from './pages/layout'
import { listTenants } from './practice/tenants'
import { administratorRoutes } from './routes/administrators'
import { connectRoutes } from './routes/connect'
import { customerRoutes } from './routes/customers'
import { operationRoutes, requestMeter } from './routes/operations'
import { SignedOutError } from './routes/session'
import { staffRoutes } from './routes/staff'
import { NotFoundError, page, readerOf } from './routes/visit'
import { ForeignRequestError, onlyOwnPages, safeHeaders, TooManyError } from './security/web-safety'

/** More than any form of ours, with a certificate in it. */
const LONGEST_BODY = 64 * 1024

/** The web application. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(async (context, next) => {
    context.set('requestId', randomUUID().slice(0, 8))
    await next()
  })
  app.use(requestMeter(parts))
  app.use(safeHeaders)
  app.use(onlyOwnPages(parts))
  app.use(bodyLimit({ maxSize: LONGEST_BODY, onError: (context) => problem(context, 413) }))

  app.get('/', async (context) => {
    const [first] = await listTenants(parts.database)
    if (first === undefined) throw new NotFoundError()
    return context.redirect(`/p/${first.id}`)
  })

  app.get('/assets/:name', (context) => {
    const asset = parts.assets.get(context.req.param('name'))
    if (asset === undefined) throw new NotFoundError()
    const headers = { ETag: asset.tag, 'Cache-Control': 'no-cache', 'Content-Type': asset.type }
    if (context.req.header('If-None-Match') === asset.tag) return context.body(null, 304, headers)
    return context.body(asset.body, 200, headers)
  })

  app.route('/', operationRoutes(parts))
  app.route('/', customerRoutes(parts))
  app.route('/', staffRoutes(parts))
  app.route('/', connectRoutes(parts))
  app.route('/', administratorRoutes(parts))

  app.notFound((context) => problem(context, 404))
  app.onError((error, context) => {
    if (error instanceof NotFoundError) return problem(context, 404)
    if (error instanceof SignedOutError) return context.redirect('/staff/sign-in', 303)
    if (error instanceof ForeignRequestError) return problem(context, 403)
    if (error instanceof TooManyError) {
      context.header('Retry-After', String(error.seconds))
      return problem(context, 429, error.seconds)
    }
    if (isExchangeFailure(error)) {
      noteFailure(parts.log, error, { requestId: context.get('requestId') })
      return problem(context, 503)
    }
    // A database may quote values in its messages, so only the error's kind and its place in our code are logged.
    const { name, stack = '' } = error
    const code = 'code' in error ? error.code : undefined
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
    parts.log.error({ requestId: context.get('requestId'), name, code, frames }, 'A request failed')
    return problem(context, 500)
  })
  return app

  function problem(context: Context<AppEnv>, status: ContentfulStatusCode, seconds = 0) {
    const reader = readerOf(context)
    const { words, url } = reader
    const tenant = context.get('tenant')
    const texts: Readonly<Record<number, readonly [title: string, hint: string]>> = {
      403: [words.refused, words.refusedHint],
      404: [words.notFound, words.notFoundHint],
      413: [words.tooLarge, words.tooLong(LONGEST_BODY)],
      429: [words.tooMany, words.tooManyHint(seconds)],
      503: [words.away, words.awayHint],
    }
    const [title, hint] = texts[status] ?? [words.broken, words.brokenHint(context.get('requestId'))]
    const action = status === 503 ? { href: url.search || '?', label: words.tryAgain } : undefined
    const props = { reader, title, hint, action, brand: tenant?.name, home: tenant && practicePath(tenant) }
    return page(context, <MessagePage {...props} />, status)
  }
}
