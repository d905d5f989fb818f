import { readOptions } from '../../client/options'
import { EwsRequestError } from '../../errors'
import { serverUrl } from '../../validation/server-url'
import { clientOptions } from '../client-options'
import type { Known } from '../known'
import { failed, type Outcome, ok, warning } from '../outcome'

/** The form of the address. */
export function url({ options }: Known): Outcome {
  const problem = problemOf(options)
  if (problem !== undefined) return failed(`The address ${problem}.`, { whose: 'you', remedy: REMEDY })
  const { href, protocol, pathname } = serverUrl(options.url)
  const completed = href === options.url ? href : `${href}, from what was given`
  if (protocol === 'http:') {
    return warning(`${completed}: plain HTTP, which Exchange refuses by default.`, { whose: 'you', remedy: HTTPS })
  }
  if (!/^\/ews\/exchange\.asmx$/i.test(pathname))
    return warning(`${completed}: an unusual path.`, { whose: 'you', remedy: PATH })
  return ok(`${completed}.`)
}

const REMEDY =
  'Correct the address: https://mail.example.com/EWS/Exchange.asmx, or the host name alone. ' +
  'Exchange shows its own: Get-WebServicesVirtualDirectory | Format-List InternalUrl, ExternalUrl.'
const HTTPS = 'Use https. Plain HTTP lets others read or misuse what is sent.'
const PATH = 'On Exchange, EWS is at /EWS/Exchange.asmx. Check that this path is intended.'

/** What is wrong with the address. */
function problemOf(options: Known['options']): string | undefined {
  try {
    readOptions(clientOptions(options))
    return undefined
  } catch (error) {
    if (!(error instanceof EwsRequestError)) throw error
    return error.path === 'url' ? error.message.replace(/^The option url: /, '') : undefined
  }
}
