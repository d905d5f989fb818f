import { subscribe } from 'node:diagnostics_channel'
import { Hono, type MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { Counter, Histogram, type Registry } from 'prom-client'
import { z } from 'zod'
import type { AppEnv, AppParts } from '../app-parts'
import { NotFoundError } from './visit'

/** Whether the process works, for its supervisor, and what it does, for Prometheus, unless it asks through the proxy. */
export function operationRoutes({
  database,
  metrics,
  trustProxy,
}: Pick<AppParts, 'database' | 'metrics' | 'trustProxy'>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  routes.get('/healthz', async (context) => {
    await database.rows(z.object({ one: z.number() }), 'SELECT 1 AS one')
    return context.json({ status: 'ok' })
  })
  routes.get('/metrics', async (context) => {
    if (trustProxy && context.req.header('X-Forwarded-For') !== undefined) throw new NotFoundError()
    return context.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType })
  })
  return routes
}

/** Measures and logs each request by its route, never by its address: a booking's address is a secret. */
export function requestMeter({ metrics, log }: Pick<AppParts, 'metrics' | 'log'>): MiddlewareHandler<AppEnv> {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [metrics],
  })
  return async (context, next) => {
    const begun = performance.now()
    await next()
    const { method } = context.req
    const route = routePath(context, -1)
    const { status } = context.res
    const ms = performance.now() - begun
    duration.observe({ method, route, status }, ms / 1000)
    log.info({ requestId: context.get('requestId'), method, route, status, ms: Math.round(ms) }, 'request')
  }
}

const callEnded = z.object({ operation: z.string(), attempts: z.number(), durationMs: z.number(), outcome: z.string() })

/** Counts calls to Exchange from the library's diagnostics channels, which tell nothing of what is in a calendar. */
export function meterExchange(metrics: Registry): void {
  const calls = new Histogram({
    name: 'ews_call_duration_seconds',
    help: 'Duration of calls to Exchange by operation and outcome',
    labelNames: ['operation', 'outcome'],
    registers: [metrics],
  })
  const retries = new Counter({ name: 'ews_retries_total', help: 'Retries of calls', registers: [metrics] })
  const backOffs = new Counter({ name: 'ews_back_offs_total', help: 'Refusals by a budget', registers: [metrics] })
  subscribe('ews-booking:call-ended', (message) => {
    const { success, data } = callEnded.safeParse(message)
    if (success) calls.observe({ operation: data.operation, outcome: data.outcome }, data.durationMs / 1000)
  })
  subscribe('ews-booking:retry', () => retries.inc())
  subscribe('ews-booking:back-off', () => backOffs.inc())
}
