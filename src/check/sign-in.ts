import type { EwsClient } from '../client/ews-client'
import { EwsResponseError } from '../errors'
import type { SignIn } from './known'
import type { Tools } from './tools'

/** Signs in with a call that needs no mailbox. */
export async function signIn(client: EwsClient, tools: Tools): Promise<SignIn> {
  const begun = tools.runtime.now()
  const error = await tools
    .call((options) => client.getServerTimeZones({ ids: ['UTC'], returnFullTimeZoneData: false }, options))
    .then(
      ({ responseMessages }) => responseMessages[0]?.error,
      (reason: unknown) => reason,
    )
  return { scheme: client.stats.scheme, error, ms: tools.runtime.now() - begun }
}

/** Whether the server took the account, whatever it then said of the call. */
export const isSignedIn = ({ error }: SignIn): boolean => error === undefined || error instanceof EwsResponseError
