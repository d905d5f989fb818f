import type { Dispatcher } from 'undici'
import * as z from 'zod/mini'
import type { TlsOptions } from './tls'

/**
 * Makes the dispatcher of one connection, which is closed with the connection. NTLM authenticates connections, so the client must know
 * each one: pass `factory` on.
 *
 * @example
 * dispatcher: ({ factory, tls }) => new ProxyAgent({ uri: 'http://proxy.example.com:3128', factory, requestTls: tls })
 */
export type DispatcherMaker = (given: {
  /** The option `factory` of undici's `Agent` and `ProxyAgent`. */
  readonly factory: (origin: string | URL, options: object) => Dispatcher
  /** The client's option `tls`. */
  readonly tls: TlsOptions | undefined
}) => Dispatcher

/** Whether `value` is an undici dispatcher, from any copy of undici. */
export const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function'

const isDispatcherOption = (value: unknown): value is Dispatcher | DispatcherMaker =>
  typeof value === 'function' || isDispatcher(value)

/** @internal Checks the option `dispatcher`. */
export const dispatcherSchema = z.custom<Dispatcher | DispatcherMaker>(
  isDispatcherOption,
  'must be an undici Dispatcher',
)
