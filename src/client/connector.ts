import type { Socket } from 'node:net'
import type { buildConnector, Client, Dispatcher } from 'undici'
import { EwsRequestError } from '../errors'
import { ConnectError, Connection } from './connection'
import { type DispatcherMaker, type EwsClientSettings, isDispatcher, type TlsOptions } from './options'

/** Below the two minutes after which IIS closes an idle connection, so that we seldom write to a dying one. */
const KEEP_ALIVE_MS = 60_000

const CLIENT_OPTIONS: Client.Options = {
  pipelining: 1,
  allowH2: false,
  keepAliveTimeout: KEEP_ALIVE_MS,
  // Where a server announces that connections idle for two seconds, undici would by default close them before NTLM's last message.
  keepAliveTimeoutThreshold: 500,
  headersTimeout: 0,
  bodyTimeout: 0,
}

type ConnectionSettings = Pick<EwsClientSettings, 'server' | 'tls' | 'dispatcher'>

/**
 * What opens connections to the server. It loads undici, which a process that makes no call can do without.
 *
 * @throws EwsRequestError where `tls` has certificates or a key that can't be read
 */
export async function loadConnector({ server, tls, dispatcher }: ConnectionSettings): Promise<() => Connection> {
  if (typeof dispatcher === 'object') return () => new Connection(server, () => dispatcher, false)
  const { buildConnector, Client } = await import('undici')
  const clientOf = (origin: string | URL, connect: buildConnector.connector, opened: (socket: Socket) => void) =>
    new Client(origin, { ...CLIENT_OPTIONS, connect: announcing(connect, opened) })
  if (dispatcher === undefined) {
    const options = server.protocol === 'https:' ? await secure(tls) : {}
    return () => new Connection(server, (opened) => clientOf(server.origin, buildConnector(options), opened), true)
  }
  const factoryFor = (opened: (socket: Socket) => void) => (origin: string | URL, options: object) => {
    const { connect = tls ?? {} }: { connect?: buildConnector.connector | TlsOptions | undefined } = options
    return clientOf(origin, typeof connect === 'function' ? connect : buildConnector({ ...connect }), opened)
  }
  return () => new Connection(server, (opened) => made(dispatcher, { tls, factory: factoryFor(opened) }), true)
}

/** Only types keep a function from forgetting its `return`. */
function made(dispatcher: DispatcherMaker, given: Parameters<DispatcherMaker>[0]): Dispatcher {
  const result: unknown = dispatcher(given)
  if (isDispatcher(result)) return result
  throw new EwsRequestError({
    message: 'The option dispatcher: returned no undici Dispatcher',
    hint: 'Let the function return one: ({ factory, tls }) => new ProxyAgent({ uri, factory, requestTls: tls }).',
    path: 'dispatcher',
  })
}

/**
 * `connect`, which tells `opened` of each socket before anything is sent on it. A failure goes on as a `ConnectError`: by the codes of
 * some, undici's `Client` would connect again for ever, or keep the request and answer no other.
 */
const announcing =
  (connect: buildConnector.connector, opened: (socket: Socket) => void): buildConnector.connector =>
  (options, callback) =>
    connect(options, (...result) => {
      const [error, socket] = result
      if (error !== null) return callback(new ConnectError(error), null)
      opened(socket)
      callback(...result)
    })

/** Certificates are read once for all connections of an account. */
async function secure({ ca, cert, key, ...options }: TlsOptions = {}): Promise<buildConnector.BuildOptions> {
  const { createSecureContext } = await import('node:tls')
  try {
    return { ...options, secureContext: createSecureContext({ ca, cert, key }) }
  } catch (cause) {
    throw new EwsRequestError({
      message: 'The option tls: ca, cert or key can not be read',
      hint: 'Give certificates and keys in PEM, and a key that belongs to its certificate.',
      path: 'tls',
      cause,
    })
  }
}
