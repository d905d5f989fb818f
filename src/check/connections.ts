import type { Connection } from '../client/http/connection'
import { loadConnector } from '../client/http/connector'
import type { EwsClientSettings } from '../client/options'
import type { Tools } from './tools'

/** Opens a connection as the client does, without an account. It is closed with the check. */
export async function newConnection(settings: EwsClientSettings, tools: Tools): Promise<Connection> {
  const connector = await loadConnector(settings, tools.runtime)
  const connection = connector()
  tools.closing(() => connection.close())
  return connection
}
