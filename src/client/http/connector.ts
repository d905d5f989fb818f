import type { buildConnector, Client, Dispatcher } from 'undici'
import { EwsRequestError } from '../../errors'
import { type DispatcherMaker, type EwsClientSettings, isDispatcher, type TlsOptions } from '../options'
import type { Runtime } from '../runtime'
import { Connection, type ConnectionContext, type SocketListener } from './connection'
import { Reflections } from './reflections'
import { ConnectError } from './request-failure'

/** Less than the two minutes after which IIS closes an idle connection, so that we seldom write to a dying one. */
const KEEP_ALIVE_MS = 60_000

const CLIENT_OPTIONS: Client.Options = {
  pipelining: 1,
  allowH2: false,
  keepAliveTimeout: KEEP_ALIVE_MS,
  // With its default, undici closes the connection before NTLM's last message if the server announces to close it after two idle seconds.
  keepAliveTimeoutThreshold: 500,
  headersTimeout: 0,
  bodyTimeout: 0,
}

type ConnectionSettings = Pick<EwsClientSettings, 'server' | 'tls' | 'dispatcher'>

/**
 * Returns a function that opens connections to the server. It loads undici, which a process needs only once it makes a call.
 *
 * @param reflections remembers the credentials that are sent on all of the connections. Defaults to one of their own.
 * @throws EwsRequestError if `tls` has certificates or a key that can't be read
 */
export async function loadConnector(
  { server, tls, dispatcher }: ConnectionSettings,
  runtime: Runtime,
  reflections: Reflections = new Reflections(),
): Promise<() => Connection> {
  const context: ConnectionContext = { server, runtime, reflections }
  if (typeof dispatcher === 'object') return () => new Connection(context, () => dispatcher, false)
  // By its file, because Bun replaces `undici` by a module of its own, whose Client can't be used.
  const { buildConnector, Client } = await import('undici/index.js')
  const clientOf = (origin: string | URL, connect: buildConnector.connector, listener: SocketListener) =>
    new Client(origin, { ...CLIENT_OPTIONS, connect: announcing(connect, listener) })
  if (dispatcher === undefined) {
    const options = server.protocol === 'https:' ? await secure(tls) : {}
    return () => new Connection(context, (listener) => clientOf(server.origin, buildConnector(options), listener), true)
  }
  const factoryFor = (listener: SocketListener) => (origin: string | URL, options: object) => {
    const { connect = tls ?? {} }: { connect?: buildConnector.connector | TlsOptions | undefined } = options
    return clientOf(origin, typeof connect === 'function' ? connect : buildConnector({ ...connect }), listener)
  }
  return () => new Connection(context, (listener) => made(dispatcher, { tls, factory: factoryFor(listener) }), true)
}

/** Without type checking, the function may have no `return`. */
function made(dispatcher: DispatcherMaker, given: Parameters<DispatcherMaker>[0]): Dispatcher {
  const result: unknown = dispatcher(given)
  if (isDispatcher(result)) return result
  throw new EwsRequestError({
    message: 'The option dispatcher: returned no undici Dispatcher',
    hint: 'Return one from the function: ({ factory, tls }) => new ProxyAgent({ uri, factory, requestTls: tls }).',
    path: 'dispatcher',
  })
}

/**
 * Wraps `connect` so that `listener` learns of each socket before anything is sent on it. A failure becomes a `ConnectError`: for some
 * codes, undici's `Client` would reconnect forever, or get stuck on the request.
 */
const announcing =
  (connect: buildConnector.connector, listener: SocketListener): buildConnector.connector =>
  (options, callback) => {
    listener.connecting()
    connect(options, (...result) => {
      const [error, socket] = result
      if (error !== null) {
        listener.failed()
        return callback(new ConnectError(error), null)
      }
      listener.opened(socket)
      callback(...result)
    })
  }

/** Reads the certificates once for all connections of an account. */
async function secure({ ca, cert, key, ...options }: TlsOptions = {}): Promise<buildConnector.BuildOptions> {
  const { createSecureContext } = await import('node:tls')
  try {
    return { ...options, secureContext: createSecureContext({ ca, cert, key }) }
  } catch (cause) {
    throw new EwsRequestError({
      message: "The option tls: ca, cert or key can't be read",
      hint: 'Pass certificates and keys as PEM, and a key that belongs to its certificate.',
      path: 'tls',
      cause,
    })
  }
}
