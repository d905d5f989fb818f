import { type ComplexType, optional, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { AvailabilityAddress } from '../types/availability-address'
import { messages, types } from '../types/namespaces'
import { OofSettings } from './oof-settings'

const setUserOofSettingsRequest = {
  /** The mailbox, by its `address`. For a mailbox that isn't the caller's own, impersonate its owner. */
  mailbox: types.ref(AvailabilityAddress),
  /** The new settings. They replace all old ones. */
  userOofSettings: types.ref(OofSettings),
} as const

/** The mailbox, and its new settings (MS-OXWSOOF, SetUserOofSettingsRequest). */
export interface SetUserOofSettingsRequest extends ValueOfParts<[typeof setUserOofSettingsRequest]> {}
const SetUserOofSettingsRequest: ComplexType<SetUserOofSettingsRequest> =
  messages.complexType(setUserOofSettingsRequest)

const setUserOofSettingsResponse = {
  /** The outcome of the call. */
  responseMessage: optional(ResponseMessage),
} as const

/** The outcome of the call (MS-OXWSOOF, SetUserOofSettingsResponse). */
export interface SetUserOofSettingsResponse extends ValueOfParts<[typeof setUserOofSettingsResponse]> {}
const SetUserOofSettingsResponse: ComplexType<SetUserOofSettingsResponse> =
  messages.complexType(setUserOofSettingsResponse)

/** Replaces a mailbox's settings for automatic replies (MS-OXWSOOF, SetUserOofSettings). */
export const SetUserOofSettings: Operation<SetUserOofSettingsRequest, SetUserOofSettingsResponse> = {
  name: 'SetUserOofSettings',
  request: messages.element('SetUserOofSettingsRequest', SetUserOofSettingsRequest),
  response: messages.element('SetUserOofSettingsResponse', SetUserOofSettingsResponse),
  safe: false,
  responseMessages: ({ responseMessage }) => (responseMessage === undefined ? [] : [responseMessage]),
}
