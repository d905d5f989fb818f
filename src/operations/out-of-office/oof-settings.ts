import { type ComplexType, enumeration, instant, optional, text, type ValueOfParts } from '../../xml'
import { types } from '../types/namespaces'

/** The people outside the organization who get the reply (MS-OXWSOOF, ExternalAudience). */
export const ExternalAudience = enumeration('None', 'Known', 'All')

const replyBody = {
  /** The text, as HTML. */
  message: optional(text),
} as const

/** An automatic reply (MS-OXWSOOF, ReplyBody). */
export interface ReplyBody extends ValueOfParts<[typeof replyBody]> {}
const ReplyBody: ComplexType<ReplyBody> = types.complexType(replyBody)

const oofDuration = {
  /** The start, as an instant. */
  startTime: instant,
  /** The end, as an instant after the start. */
  endTime: instant,
} as const

/** The time of a scheduled absence (MS-OXWSCDATA, Duration). */
export interface OofDuration extends ValueOfParts<[typeof oofDuration]> {}
const OofDuration: ComplexType<OofDuration> = types.complexType(oofDuration)

const oofSettings = {
  /** Says whether replies are off, on, or on for the time of `duration`. */
  oofState: enumeration('Disabled', 'Enabled', 'Scheduled'),
  /** The people outside the organization who get `externalReply`: nobody, the owner's contacts, or everybody. */
  externalAudience: ExternalAudience,
  /** The time for which replies are on if `oofState` is `Scheduled`. */
  duration: optional(OofDuration),
  /** The reply to people within the organization. */
  internalReply: optional(ReplyBody),
  /** The reply to people outside the organization. */
  externalReply: optional(ReplyBody),
} as const

/** The settings for automatic replies while the owner is out of the office (MS-OXWSOOF, UserOofSettings). */
export interface OofSettings extends ValueOfParts<[typeof oofSettings]> {}
export const OofSettings: ComplexType<OofSettings> = types.complexType(oofSettings)
