import type { ResponseMessage } from '../../operations'
import { SetUserOofSettings } from '../../operations/out-of-office/set-user-oof-settings'
import { noError } from '../soap/response-message'
import { ownMailbox, refuseOofSettings } from './oof-settings'
import { service } from './service'

/** MS-OXWSOOF, SetUserOofSettings. The new settings replace the old ones. */
export const setUserOofSettings = service(SetUserOofSettings, ({ mailbox, userOofSettings }, context) => {
  const [responseMessage] = context.answerEach(
    [mailbox.address],
    (address): ResponseMessage => {
      refuseOofSettings(userOofSettings)
      ownMailbox(address, context).oofSettings = userOofSettings
      return { ...noError }
    },
    (message) => message,
  )
  return { responseMessage }
})
