import { type ComplexType, optional, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { AvailabilityAddress } from '../types/availability-address'
import { messages, types } from '../types/namespaces'
import { ExternalAudience, OofSettings } from './oof-settings'

const getUserOofSettingsRequest = {
  /** The mailbox, by its `address`. For a mailbox that isn't the caller's own, impersonate its owner. */
  mailbox: types.ref(AvailabilityAddress),
} as const

/** The mailbox whose settings are returned (MS-OXWSOOF, GetUserOofSettingsRequest). */
export interface GetUserOofSettingsRequest extends ValueOfParts<[typeof getUserOofSettingsRequest]> {}
const GetUserOofSettingsRequest: ComplexType<GetUserOofSettingsRequest> =
  messages.complexType(getUserOofSettingsRequest)

const getUserOofSettingsResponse = {
  /** The outcome of the call. */
  responseMessage: ResponseMessage,
  /** The settings. Absent if the operation failed. */
  oofSettings: types.ref(optional(OofSettings)),
  /** The widest audience outside the organization that the administrator allows. */
  allowExternalOof: optional(ExternalAudience),
} as const

/** The settings, or the error (MS-OXWSOOF, GetUserOofSettingsResponse). */
export interface GetUserOofSettingsResponse extends ValueOfParts<[typeof getUserOofSettingsResponse]> {}
const GetUserOofSettingsResponse: ComplexType<GetUserOofSettingsResponse> =
  messages.complexType(getUserOofSettingsResponse)

/** Returns a mailbox's settings for automatic replies (MS-OXWSOOF, GetUserOofSettings). */
export const GetUserOofSettings: Operation<GetUserOofSettingsRequest, GetUserOofSettingsResponse> = {
  name: 'GetUserOofSettings',
  request: messages.element('GetUserOofSettingsRequest', GetUserOofSettingsRequest),
  response: messages.element('GetUserOofSettingsResponse', GetUserOofSettingsResponse),
  safe: true,
  responseMessages: (response) => [response.responseMessage],
}
