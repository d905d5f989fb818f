import type { CalendarItem } from '../../operations/types/calendar-item'
import { factsOf } from './attachment'
import { bodyAs } from './body'
import { shortText } from './short-text'

type Attachment = NonNullable<CalendarItem['attachments']>[number]

/** The properties of an item from which the server computes others. */
type Content = Pick<CalendarItem, 'subject' | 'body' | 'attachments'>

/** The largest size that the simulator reports. */
const MOST_BYTES = 2 ** 30

/** What items without a body return. */
const EMPTY_BODY = { bodyType: 'Text', value: '' } as const

/** The rights of the owner. For other callers, they are replaced before the item is read. */
const everyRight = {
  createAssociated: false,
  createContents: false,
  createHierarchy: false,
  delete: true,
  modify: true,
  read: true,
} as const

const isInline = (attachment: Attachment) => factsOf(attachment)?.isInline === true

const sizeOf = (attachments: readonly Attachment[]) =>
  Math.min(
    MOST_BYTES,
    attachments.reduce((sum, attachment) => sum + Math.max(0, factsOf(attachment)?.size ?? 0), 0),
  )

const textBodyOf = ({ body }: Content) => body && bodyAs(body, 'Text')

/** The properties that the server computes for items of every kind when they are read (MS-OXWSCORE, ItemType). */
export const itemDerivations = {
  hasAttachments: ({ attachments = [] }: Content) => attachments.some((attachment) => !isInline(attachment)),
  size: ({ subject = '', body, attachments = [] }: Content) =>
    Buffer.byteLength(`${subject}${body?.value ?? ''}`) + sizeOf(attachments),
  body: () => EMPTY_BODY,
  textBody: textBodyOf,
  normalizedBody: ({ body }: Content) => body,
  uniqueBody: ({ body }: Content) => body,
  preview(item: Content) {
    const textBody = textBodyOf(item)
    return textBody && shortText(textBody.value)
  },
  effectiveRights: () => everyRight,
} as const
