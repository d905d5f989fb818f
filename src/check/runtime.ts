import type { LookupAddress, SrvRecord } from 'node:dns'
import { lookup, resolveSrv } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { systemRuntime as clientRuntime, type Runtime } from '../client/runtime'

/** The clocks and the network that a check uses. Tests pass their own. */
export interface CheckRuntime extends Runtime {
  lookup(host: string): Promise<LookupAddress[]>
  resolveSrv(name: string): Promise<SrvRecord[]>
  /** Opens a TCP connection. */
  connect(address: string, port: number, signal: AbortSignal): Promise<Socket>
  readonly environment: Readonly<Record<string, string | undefined>>
}

export const systemRuntime: CheckRuntime = {
  ...clientRuntime,
  lookup: (host) => lookup(host, { all: true, verbatim: true }),
  resolveSrv,
  async connect(address, port, signal) {
    const socket = connect({ host: address, port })
    // The user of the connection gets its errors. Until there is one, an error that nobody listens to would end the process.
    socket.on('error', () => {})
    try {
      await once(socket, 'connect', { signal })
      return socket
    } catch (error) {
      socket.destroy()
      throw error
    }
  },
  environment: process.env,
}
