import type { Operation } from '../../src/operations'
import { GetUserConfiguration } from '../../src/operations/user-configuration/get-user-configuration'

/**
 * Operations that are described but not registered, so that `EwsClient` has no methods for them. GetUserConfiguration is asked by mail
 * clients for settings of their own. The simulator answers them that there are none; a booking product has no use for it.
 */
export const unregistered: readonly Operation<unknown, unknown>[] = [GetUserConfiguration]
