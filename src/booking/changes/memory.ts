import { createHash } from 'node:crypto'
import { isIn } from '../calendar/calendar-search'
import type { Window } from '../calendar/window'
import type { MailboxEvent } from '../events/event'
import type { CalendarChange } from './change'

/** What is remembered of an event that was told about. */
export interface Remembered extends Window {
  /** Tells versions of the event apart. */
  readonly version: string
  readonly key?: string | undefined
}

/** The events of a window that were told about, by their ids. */
export type Memory = ReadonlyMap<string, Remembered>

/** Long enough that no two versions of one event are taken for the same. */
const VERSION_LENGTH = 12

/** A short form of a change key. */
export const versionOf = (changeKey = ''): string =>
  createHash('sha256').update(changeKey).digest('base64url').slice(0, VERSION_LENGTH)

const haveSameTimes = (first: Window, second: Window): boolean =>
  first.start.getTime() === second.start.getTime() && first.end.getTime() === second.end.getTime()

/** Whether an event is exactly as it was told. */
export const isAsTold = (known: Remembered | undefined, now: Window & { readonly changeKey?: string | undefined }) =>
  known !== undefined && haveSameTimes(known, now) && known.version === versionOf(now.changeKey)

/** The memory of what lies in a window. The rest is forgotten without a word: the window has moved on. */
export const within = (memory: Memory, window: Window): Memory =>
  new Map([...memory].filter(([, known]) => isIn(known, window)))

/** Says what happened to an event that is there; nothing, if it is as it was told. */
export function changeOf(
  known: Remembered | undefined,
  event: MailboxEvent & { readonly itemId: string },
  key = known?.key,
): CalendarChange | undefined {
  const facts = { itemId: event.itemId, ...(key === undefined ? {} : { key }), event }
  if (known === undefined) return { type: 'made', ...facts }
  if (!haveSameTimes(known, event)) return { type: 'moved', ...facts, previous: { start: known.start, end: known.end } }
  return isAsTold(known, event) ? undefined : { type: 'changed', ...facts }
}

/** Says that an event is gone. */
export const deletionOf = (itemId: string, { start, end, key }: Remembered): CalendarChange => ({
  type: 'deleted',
  itemId,
  ...(key === undefined ? {} : { key }),
  previous: { start, end },
})

/** Remembers a change as told. An event that lies outside of the window now is forgotten. */
export function remember(memory: Map<string, Remembered>, change: CalendarChange, window: Window): void {
  if (change.type === 'deleted' || !isIn(change.event, window)) {
    memory.delete(change.itemId)
    return
  }
  const { start, end, changeKey } = change.event
  memory.set(change.itemId, { start, end, version: versionOf(changeKey), key: change.key })
}
