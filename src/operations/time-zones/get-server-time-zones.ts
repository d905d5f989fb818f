import { attribute, boolean, type ComplexType, lenient, optional, text, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { messages, types } from '../types/namespaces'
import { TimeZoneDefinition } from '../types/time-zone'

const getServerTimeZonesRequest = {
  /** False to return ids and names only. Defaults to true: all rules of all time zones. */
  returnFullTimeZoneData: optional(attribute(boolean)),
  /** The Windows ids of the time zones to return, such as `W. Europe Standard Time`. Defaults to all. */
  ids: optional(types.nonEmptyArrayOf({ id: text })),
} as const

/** The time zones to return, and whether with their rules (MS-OXWSGTZ, GetServerTimeZonesType). */
export interface GetServerTimeZonesRequest extends ValueOfParts<[typeof getServerTimeZonesRequest]> {}
const GetServerTimeZonesRequest: ComplexType<GetServerTimeZonesRequest> =
  messages.complexType(getServerTimeZonesRequest)

const getServerTimeZonesResponseMessage = {
  ...responseMessage,
  /** The time zones, in no order. Their names are in the language of the mailbox. */
  timeZoneDefinitions: lenient(types.arrayOf({ timeZoneDefinition: TimeZoneDefinition })),
} as const

/** The time zones that the server knows (MS-OXWSGTZ, GetServerTimeZonesResponseMessageType). */
export interface GetServerTimeZonesResponseMessage extends ValueOfParts<[typeof getServerTimeZonesResponseMessage]> {}
const GetServerTimeZonesResponseMessage: ComplexType<GetServerTimeZonesResponseMessage> = messages.complexType(
  getServerTimeZonesResponseMessage,
)

const getServerTimeZonesResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ getServerTimeZonesResponseMessage: GetServerTimeZonesResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSGTZ, GetServerTimeZonesResponseType). */
export interface GetServerTimeZonesResponse extends ValueOfParts<[typeof getServerTimeZonesResponse]> {}
const GetServerTimeZonesResponse: ComplexType<GetServerTimeZonesResponse> =
  messages.complexType(getServerTimeZonesResponse)

/** Returns the time zones that the server knows, with or without their rules (MS-OXWSGTZ, GetServerTimeZones). */
export const GetServerTimeZones: Operation<GetServerTimeZonesRequest, GetServerTimeZonesResponse> = {
  name: 'GetServerTimeZones',
  request: messages.element('GetServerTimeZones', GetServerTimeZonesRequest),
  response: messages.element('GetServerTimeZonesResponse', GetServerTimeZonesResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
