import { EwsConnectionError, EwsRequestError } from '../../errors'
import { newConnection } from '../connections'
import { failure, isTimeUp, networkError } from '../failure'
import { hostOf } from '../host'
import type { Known } from '../known'
import { failed, type Outcome, ok, skipped } from '../outcome'
import type { Tools } from '../tools'

/** The proxy that the option `dispatcher` goes through. */
export async function proxy(known: Known, tools: Tools): Promise<Outcome> {
  const { settings, options } = known
  if (options.dispatcher === undefined) return skipped(withoutProxy(tools))
  if (settings === undefined) return skipped('Not looked at, because of account.')
  if (typeof options.dispatcher === 'object')
    return skipped("The dispatcher makes its own connections, which can't be inspected.")
  const trusting = { ...settings, tls: { ...settings.tls, rejectUnauthorized: false } }
  const connection = await newConnection(trusting, tools)
  try {
    await tools.probe((signal) => connection.open(signal))
    return ok('The proxy (dispatcher) connects to the server.')
  } catch (error) {
    const reason = networkError(error, hostOf(known))
    if (reason instanceof EwsRequestError) return failure(reason)
    if (reason instanceof EwsConnectionError) return failure(reason, 'network')
    if (!isTimeUp(reason)) throw reason
    return failed("The proxy (dispatcher) doesn't answer in time.", {
      whose: 'network',
      remedy: 'Check the address of the proxy, and that it allows this server.',
    })
  }
}

function withoutProxy({ runtime: { environment } }: Tools): string {
  const named = ['HTTPS_PROXY', 'https_proxy'].find((name) => environment[name])
  return named === undefined
    ? 'No proxy is set (dispatcher).'
    : `No proxy is set (dispatcher). The environment has ${named}, which the client doesn't use on its own.`
}
