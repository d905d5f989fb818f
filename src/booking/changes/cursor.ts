import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { given } from '../argument/given'
import { invalid } from '../argument/invalid-argument'
import type { CalendarAddress } from '../calendar/calendar-folder'
import type { Window } from '../calendar/window'
import type { Memory, Remembered } from './memory'

/** How far changes of a calendar have been told. */
export interface Position {
  readonly window: Window
  /** The server's own state (MS-OXWSSYNC, SyncState). Without it, everything is compared anew. */
  readonly state: string | undefined
  readonly memory: Memory
}

/** The first letters of a cursor: the version of its form. */
const VERSION = 'c1.'

/** The most bytes that a cursor is unpacked to: a hundred thousand events. */
const MAX_BYTES = 64 * 1024 * 1024

/** Packs a position into a text of letters, digits, `-`, `_` and one dot. A thousand events take about 50 kB. */
export function cursorOf(calendar: CalendarAddress, { window, state = '', memory }: Position): string {
  const { start, end } = window
  const items = [...memory].map(([id, known]) => [
    id,
    known.version,
    known.start.getTime(),
    known.end.getTime(),
    known.key ?? '',
  ])
  const facts = [fingerprint(calendar), start.getTime(), end.getTime(), state, items]
  return VERSION + deflateSync(JSON.stringify(facts)).toString('base64url')
}

/**
 * Unpacks a cursor.
 *
 * @throws EwsRequestError if it isn't one, is damaged, or belongs to another calendar
 */
export function positionOf(calendar: CalendarAddress, cursor: string): Position {
  const [folder, start, end, state, items] = factsOf(cursor)
  if (folder !== fingerprint(calendar)) throw invalid('cursor', 'belongs to another calendar')
  if (!isTime(start) || !isTime(end) || typeof state !== 'string' || !Array.isArray(items)) throw damaged()
  return {
    window: { start: new Date(start), end: new Date(end) },
    state: state === '' ? undefined : state,
    memory: new Map(items.map(rememberedOf)),
  }
}

function factsOf(cursor: unknown): readonly unknown[] {
  if (typeof cursor !== 'string') throw invalid('cursor', `must be what \`changes\` returned, and ${given(cursor)}`)
  if (!cursor.startsWith(VERSION)) throw invalid('cursor', 'is from another version: leave it out to begin again')
  try {
    const packed = Buffer.from(cursor.slice(VERSION.length), 'base64url')
    const facts: unknown = JSON.parse(inflateSync(packed, { maxOutputLength: MAX_BYTES }).toString())
    return Array.isArray(facts) ? facts : []
  } catch {
    throw damaged()
  }
}

function rememberedOf(item: unknown): [string, Remembered] {
  if (!Array.isArray(item)) throw damaged()
  const [id, version, start, end, key]: readonly unknown[] = item
  const areTexts = typeof id === 'string' && typeof version === 'string' && typeof key === 'string'
  if (!areTexts || !isTime(start) || !isTime(end)) throw damaged()
  return [id, { version, start: new Date(start), end: new Date(end), key: key === '' ? undefined : key }]
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime())

const damaged = () =>
  invalid('cursor', 'is damaged: store it as it is, as text of any length, or leave it out to begin again')

const fingerprint = ({ mailbox, calendar = '' }: CalendarAddress): string =>
  createHash('sha256').update(`${mailbox.toLowerCase()}\n${calendar}`).digest('base64url').slice(0, 16)
