// Spans and metrics of EWS calls for OpenTelemetry. An application only needs `instrument`. The rest demonstrates it.
import { subscribe } from 'node:diagnostics_channel'
import { metrics, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  ConsoleMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { type BackOffBegun, type CallBegun, type CallEnded, EwsClient, type Handshake, type Retry } from 'ews-booking'
import { startSimulator } from 'ews-booking/simulator'

/** Makes a span for each call, and metrics for the clients of this process. Events contain nothing from calendars. */
function instrument(): void {
  const tracer = trace.getTracer('ews-booking')
  const meter = metrics.getMeter('ews-booking')
  const duration = meter.createHistogram('ews.client.call.duration', { unit: 's' })
  const queue = meter.createHistogram('ews.client.call.queue', { unit: 's' })
  const retries = meter.createCounter('ews.client.retries')
  const backOff = meter.createCounter('ews.client.back_off', { unit: 's' })
  const handshakes = meter.createCounter('ews.client.handshakes')
  const spans = new Map<number, Span>()

  const on = <Event>(name: string, listener: (event: Event) => void) =>
    subscribe(`ews-booking:${name}`, (event) => listener(event as Event))

  on<CallBegun>('call-begun', ({ call, operation, server }) => {
    const attributes = { 'rpc.system': 'ews', 'rpc.method': operation, 'server.address': server }
    spans.set(call, tracer.startSpan(`EWS ${operation}`, { kind: SpanKind.CLIENT, attributes }))
  })
  on<Retry>('retry', ({ call, attempt, code, operation }) => {
    spans.get(call)?.addEvent('retry', { attempt, code })
    retries.add(1, { 'rpc.method': operation })
  })
  on<CallEnded>('call-ended', ({ call, operation, outcome, durationMs, queueMs, ...event }) => {
    const span = spans.get(call)
    spans.delete(call)
    span?.setAttributes({
      'ews.outcome': outcome,
      'ews.queue_ms': Math.round(queueMs),
      'ews.attempts': event.attempts,
      'http.request.body.size': event.requestBytes,
      'http.response.body.size': event.responseBytes,
      ...(event.status !== undefined && { 'http.response.status_code': event.status }),
      ...(event.responseCode !== undefined && { 'ews.response_code': event.responseCode }),
      ...(event.requestId !== undefined && { 'ews.request_id': event.requestId }),
      ...(event.frontEnd !== undefined && { 'ews.front_end': event.frontEnd }),
    })
    if (outcome !== 'ok') span?.setStatus({ code: SpanStatusCode.ERROR, message: outcome })
    span?.end()
    duration.record(durationMs / 1000, { 'rpc.method': operation, outcome })
    queue.record(queueMs / 1000, { 'rpc.method': operation })
  })
  on<BackOffBegun>('back-off', ({ ms, scope }) => backOff.add(ms / 1000, { scope }))
  on<Handshake>('handshake', ({ scheme, accepted }) => handshakes.add(1, { scheme, accepted }))
}

trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())] }),
)
const meters = new MeterProvider({
  readers: [
    new PeriodicExportingMetricReader({
      exporter: new ConsoleMetricExporter({ temporalitySelector: () => AggregationTemporality.CUMULATIVE }),
      exportIntervalMillis: 60_000,
    }),
  ],
})
metrics.setGlobalMeterProvider(meters)
instrument()

const mailbox = 'dr.meier@example.com'
const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
const exchange = await startSimulator({ mailboxes: [mailbox], accounts: [{ ...account, mayImpersonate: [mailbox] }] })
const client = new EwsClient({
  url: exchange.url,
  auth: { type: 'ntlm', ...account },
  impersonate: { primarySmtpAddress: mailbox },
  tls: { ca: exchange.ca },
})
const search = {
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly' },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
} as const
await client.findItem(search)
exchange.inject({ operation: 'FindItem', fault: 'serverBusy' })
await client.findItem(search)
console.log('client.stats:', client.stats)
await meters.shutdown()
await client.close()
await exchange.close()
