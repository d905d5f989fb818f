import { EwsClient } from 'ews-booking'
import { invalid } from './invalid-argument'

/**
 * Refuses what isn't a client. Its methods would be missing or answer with nothing, and nothing looks free.
 *
 * @throws EwsRequestError with the path `client`
 */
export function checkClient(client: unknown): asserts client is EwsClient {
  if (!(client instanceof EwsClient)) throw invalid('client', 'must be an EwsClient of this library')
}
