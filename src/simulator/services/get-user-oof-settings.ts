import type { ResponseMessage } from '../../operations'
import { GetUserOofSettings } from '../../operations/out-of-office/get-user-oof-settings'
import { noError } from '../soap/response-message'
import { disabledOofSettings, ownMailbox } from './oof-settings'
import { service } from './service'

/** MS-OXWSOOF, GetUserOofSettings. */
export const getUserOofSettings = service(GetUserOofSettings, ({ mailbox }, context) => {
  const [answer] = context.answerEach(
    [mailbox.address],
    (address) => {
      const { oofSettings = disabledOofSettings(context.store.now()) } = ownMailbox(address, context)
      return { responseMessage: { ...noError }, oofSettings, allowExternalOof: 'All' as const }
    },
    (responseMessage: ResponseMessage) => ({ responseMessage }),
  )
  return answer ?? { responseMessage: { ...noError } }
})
