import {
  attribute,
  base64,
  type ComplexType,
  choice,
  enumeration,
  lenient,
  listOf,
  nonEmptyText,
  optional,
  repeated,
  text,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { folderIds } from '../types/folder-id'
import { ItemId } from '../types/item-id'
import { messages, types } from '../types/namespaces'

const configurationName = {
  /** The name of the configuration, such as `CategoryList`. */
  name: attribute(nonEmptyText),
} as const
const folder = choice(folderIds)

/** A configuration by its folder and name (MS-OXWSUSRCFG, UserConfigurationNameType). */
export type UserConfigurationName = ValueOfParts<[typeof configurationName, typeof folder]>
const UserConfigurationName: ComplexType<UserConfigurationName> = types.complexType(configurationName, folder)

const getUserConfigurationRequest = {
  /** The folder and the name of the configuration. */
  userConfigurationName: UserConfigurationName,
  /** The parts to return. */
  userConfigurationProperties: listOf(enumeration('Id', 'Dictionary', 'XmlData', 'BinaryData', 'All')),
} as const

/** The configuration to return, and which parts of it (MS-OXWSUSRCFG, GetUserConfigurationType). */
export interface GetUserConfigurationRequest extends ValueOfParts<[typeof getUserConfigurationRequest]> {}
const GetUserConfigurationRequest: ComplexType<GetUserConfigurationRequest> =
  messages.complexType(getUserConfigurationRequest)

const dictionaryObject = {
  /** The type of the value. Absent if there is no value. */
  type: lenient(
    enumeration(
      'DateTime',
      'Boolean',
      'Byte',
      'String',
      'Integer32',
      'UnsignedInteger32',
      'Integer64',
      'UnsignedInteger64',
      'StringArray',
      'ByteArray',
    ),
  ),
  /** The value as text; several for an array. Absent if there is no value. */
  value: repeated(text),
} as const

/** A key or a value of a dictionary (MS-OXWSUSRCFG, UserConfigurationDictionaryObjectType). */
export interface DictionaryObject extends ValueOfParts<[typeof dictionaryObject]> {}
export const DictionaryObject: ComplexType<DictionaryObject> = types.complexType(dictionaryObject)

const dictionaryEntry = {
  /** The key. */
  dictionaryKey: DictionaryObject,
  /** The value. */
  dictionaryValue: DictionaryObject,
} as const

/** An entry of a dictionary (MS-OXWSUSRCFG, UserConfigurationDictionaryEntryType). */
export interface DictionaryEntry extends ValueOfParts<[typeof dictionaryEntry]> {}
const DictionaryEntry: ComplexType<DictionaryEntry> = types.complexType(dictionaryEntry)

const userConfiguration = {
  /** The folder and the name of the configuration. */
  userConfigurationName: UserConfigurationName,
  /** The id of the hidden item that has the configuration. */
  itemId: optional(ItemId),
  /** The settings as a dictionary. */
  dictionary: optional(types.arrayOf({ dictionaryEntry: DictionaryEntry })),
  /** The settings as XML, in base64. */
  xmlData: optional(base64),
  /** The settings in a form of their own, in base64. */
  binaryData: optional(base64),
} as const

/** The settings that a folder keeps for a program (MS-OXWSUSRCFG, UserConfigurationType). */
export interface UserConfiguration extends ValueOfParts<[typeof userConfiguration]> {}
const UserConfiguration: ComplexType<UserConfiguration> = types.complexType(userConfiguration)

const getUserConfigurationResponseMessage = {
  ...responseMessage,
  /** The configuration. Absent if the operation failed. */
  userConfiguration: optional(UserConfiguration),
} as const

/** The configuration, or the error (MS-OXWSUSRCFG, GetUserConfigurationResponseMessageType). */
export interface GetUserConfigurationResponseMessage
  extends ValueOfParts<[typeof getUserConfigurationResponseMessage]> {}
const GetUserConfigurationResponseMessage: ComplexType<GetUserConfigurationResponseMessage> = messages.complexType(
  getUserConfigurationResponseMessage,
)

const getUserConfigurationResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({
    getUserConfigurationResponseMessage: GetUserConfigurationResponseMessage,
  }),
} as const

/** The outcome of the call (MS-OXWSUSRCFG, GetUserConfigurationResponseType). */
export interface GetUserConfigurationResponse extends ValueOfParts<[typeof getUserConfigurationResponse]> {}
const GetUserConfigurationResponse: ComplexType<GetUserConfigurationResponse> =
  messages.complexType(getUserConfigurationResponse)

/** Returns settings that a folder keeps for a program, such as the list of categories (MS-OXWSUSRCFG, GetUserConfiguration). */
export const GetUserConfiguration: Operation<GetUserConfigurationRequest, GetUserConfigurationResponse> = {
  name: 'GetUserConfiguration',
  request: messages.element('GetUserConfiguration', GetUserConfigurationRequest),
  response: messages.element('GetUserConfigurationResponse', GetUserConfigurationResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
