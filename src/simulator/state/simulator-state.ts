import * as z from 'zod/mini'
import { MeetingCancellation, MeetingRequest, MeetingResponse, Message } from '../../operations/mail/message'
import { OofSettings } from '../../operations/out-of-office/oof-settings'
import { CalendarItem } from '../../operations/types/calendar-item'
import { types } from '../../operations/types/namespaces'
import { checked, text } from '../../validation'
import type { ElementDescription } from '../../xml'
import { type Appointment, savedTimes } from '../calendar/appointment'
import { canBeSent } from '../items/can-be-sent'
import { MailboxIds, mailboxOfFolderId, mailboxOfItemId } from '../items/exchange-id'
import { calendarItemProperties } from '../items/property'
import { pick } from '../items/property-set'
import type { Mail, NewMail } from '../mail/mail'
import { mailboxSchema } from '../mailbox/mailbox-schema'
import type { SavedFolder, SavedMailbox, SavedStore } from '../mailbox/saved-mailbox'
import type { StoredItem } from '../mailbox/stored-item'
import { wellKnownFolders } from '../mailbox/well-known-folder'
import { ServiceError } from '../soap/service-error'
import { fromJson, type Json, toJson } from './json-date'

/** The form of the state. A later version of this package may write another one. */
const VERSION = 1

/**
 * Everything that the mailboxes of a simulator hold, as JSON: `save` returns it, and `startSimulator` takes it. Accounts and their
 * passwords aren't in it.
 */
export interface SimulatorState {
  /** The form of the state. A version that the package doesn't know is refused. */
  readonly version: number
  /** The mailboxes, with the ids of all items and folders. */
  readonly mailboxes: Json
  /** The messages of `sent`. */
  readonly sent: Json
  /** The messages that aren't delivered yet. */
  readonly outgoing: Json
  /** How many item ids have been assigned. */
  readonly items: number
  /** How many change keys have been assigned. */
  readonly changes: number
}

/** True for anything that looks like a state. `readState` does the full check. */
export const isSimulatorState = (value: unknown): value is SimulatorState =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the state of all mailboxes as JSON. */
export function stateOf({ mailboxes, sent, outgoing, items, changes }: SavedStore): SimulatorState {
  const json = { mailboxes: toJson(mailboxes), sent: toJson(sent), outgoing: toJson(outgoing) }
  return { version: VERSION, ...json, items, changes }
}

/** The elements in which messages are sent to clients. */
const mailElements: Readonly<Record<string, ElementDescription<unknown>>> = {
  message: types.element('Message', Message),
  meetingRequest: types.element('MeetingRequest', MeetingRequest),
  meetingResponse: types.element('MeetingResponse', MeetingResponse),
  meetingCancellation: types.element('MeetingCancellation', MeetingCancellation),
}

const itemElement: ElementDescription<unknown> = types.element('CalendarItem', CalendarItem)
const oofElement: ElementDescription<unknown> = types.element('OofSettings', OofSettings)

const itemId = z.strictObject({ id: z.string(), changeKey: z.string() })

const itemFacts = z.looseObject({
  itemId,
  start: z.date(),
  end: z.date(),
  creator: z.optional(text),
})

const isItem = (value: unknown): value is Appointment => {
  const facts = itemFacts.safeParse(value)
  return (
    facts.success &&
    canBeSent(itemElement, pick<CalendarItem>(facts.data, calendarItemProperties.all)) &&
    isDated(facts.data)
  )
}

/** True if the item has times that could be saved, in zones that the simulator knows. */
function isDated(item: CalendarItem): boolean {
  try {
    savedTimes(item)
    return true
  } catch (error) {
    if (error instanceof ServiceError) return false
    throw error
  }
}

/** True for a message, or what becomes one when it arrives. */
function isNewMail(value: unknown): value is NewMail {
  const { success, data } = z.looseObject({ kind: z.string() }).safeParse(value)
  const element = success ? mailElements[data.kind] : undefined
  if (element === undefined || !success) return false
  const { kind, creator, ...values } = data
  return canBeSent(element, values)
}

const isMail = (value: unknown): value is Mail =>
  isNewMail(value) && z.looseObject({ itemId, creator: z.optional(text) }).safeParse(value).success

const item = z.custom<Appointment>(isItem, 'must be a calendar item that the simulator has saved')
const storedItem = z.custom<StoredItem>(
  (value) => isMail(value) || isItem(value),
  'must be a calendar item or a message that the simulator has saved',
)
const newMail = z.custom<NewMail>(isNewMail, 'must be a message that the simulator has sent')
const count = z.int().check(z.minimum(0))
const journal = z.strictObject({
  entries: z.array(
    z.strictObject({
      object: z.strictObject({ id: text, changeKey: text }),
      created: count,
      changed: count,
      content: z.optional(count),
      deleted: z.boolean(),
    }),
  ),
  position: count,
  forgotten: count,
})

const folder = z.strictObject({
  id: text,
  changeKey: text,
  parentId: z.optional(text),
  folderClass: z.optional(text),
  displayName: text,
  distinguishedName: z.optional(z.enum(wellKnownFolders.map(({ name }) => name))),
  changedAt: z.date(),
  items: z.array(storedItem),
  exceptions: z.array(item),
  journal,
})

const mailbox = z
  .strictObject({
    described: mailboxSchema,
    oofSettings: z.optional(
      z.custom<OofSettings>((value) => canBeSent(oofElement, value), 'must be settings that the simulator has saved'),
    ),
    folders: z.array(folder),
    folderCount: count,
    hierarchy: journal,
    events: count,
  })
  .check(
    z.refine(holdsOwnIds, 'must have the ids of this mailbox only, each once'),
    z.refine(hasEveryFolder, 'must have every well-known folder, and each folder within the root'),
  )

function holdsOwnIds({ described, folders }: SavedMailbox): boolean {
  const { guid } = new MailboxIds(described.address)
  const items = folders.flatMap((each) => [...each.items, ...each.exceptions]).map(({ itemId }) => itemId.id)
  const folderIds = folders.map(({ id }) => id)
  return (
    items.every((id) => mailboxOfItemId(id) === guid) &&
    folderIds.every((id) => mailboxOfFolderId(id) === guid) &&
    new Set([...items, ...folderIds]).size === items.length + folderIds.length
  )
}

function hasEveryFolder({ folders }: SavedMailbox): boolean {
  const names = new Set(folders.map(({ distinguishedName }) => distinguishedName))
  const byId = new Map(folders.map((each) => [each.id, each]))
  const isWithinRoot = (each: SavedFolder) => {
    let [above, steps]: [SavedFolder | undefined, number] = [each, 0]
    while (above?.parentId !== undefined && steps++ < folders.length) above = byId.get(above.parentId)
    return above?.distinguishedName === 'root' && above.parentId === undefined
  }
  return wellKnownFolders.every(({ name }) => names.has(name)) && folders.every(isWithinRoot)
}

const sent = z.strictObject({
  operation: text,
  kind: z.enum(['MeetingRequest', 'MeetingCancellation', 'MeetingResponse', 'Message']),
  from: text,
  to: z.array(z.string()),
  subject: z.string(),
})

const schema = z.strictObject({
  version: z.literal(VERSION, `must be ${VERSION}: this version of the package reads no other state`),
  mailboxes: z.array(mailbox),
  sent: z.array(sent),
  outgoing: z.array(z.strictObject({ message: sent, mail: newMail, meeting: z.optional(item) })),
  items: count,
  changes: count,
})

/** A state that can't be loaded. The message says where it is wrong. */
export class StateError extends TypeError {
  override readonly name = 'StateError'
}

/**
 * Reads a state that `stateOf` has written.
 *
 * @throws StateError with the places in the state that are wrong
 */
export function readState(state: SimulatorState): SavedStore {
  return checked(schema, fromJson(state), (...issues) => {
    const problems = issues.map(({ path, message }) => `state${path && `.${path}`}: ${message}`)
    return new StateError(problems.join('; '))
  })
}
