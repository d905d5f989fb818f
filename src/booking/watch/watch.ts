import { EwsError, EwsRequestError, EwsThrottledError } from 'ews-booking'
import { checkCallOptions } from '../argument/call-options'
import type { NamesOf } from '../argument/names'
import type { CalendarAddress } from '../calendar/calendar-folder'
import { isTransient } from '../calendar/failure'
import type { CalendarChange } from '../changes/change'
import {
  CHANGES_OPTIONS,
  type ChangesClient,
  type ChangesOptions,
  changesOf,
  type ToldChanges,
} from '../changes/changes'
import { type Runtime, systemRuntime } from '../hold-and-confirm/runtime'
import { accountWatch } from './account-watch'
import type { StreamClient, WatchedCalendar } from './watched-calendar'

/** Options of `watch`. */
export interface WatchOptions extends ChangesOptions {
  /** Where to go on: the cursor of a change, or of `changes`. Without one, everything in the window comes as made first. */
  readonly cursor?: string | undefined
}

const WATCH_OPTIONS: NamesOf<WatchOptions> = { ...CHANGES_OPTIONS, cursor: true }

/** @throws EwsRequestError for a name that isn't known */
export const checkWatchOptions = (options: WatchOptions): void => checkCallOptions(options, WATCH_OPTIONS)

/** A change, and the cursor with which `watch` or `changes` goes on after it. */
export type WatchedChange = CalendarChange & {
  /** Store it together with what you make of the change. It is made when it is read. */
  readonly cursor: string
}

/** What it takes of a client to watch a calendar. */
export type WatchClient = ChangesClient & StreamClient

/** How long to wait after a notification: one change makes several (Microsoft, "Handling notification-related errors"). */
const SETTLE_MS = 2_000
/** How often to ask while no stream tells. */
const ASK_MS = 60_000
/** How often to ask while one does: notifications are hints. */
const MAKE_SURE_MS = 15 * 60_000

const FIRST_PAUSE_MS = 1_000

/**
 * Tells changes as they happen. A stream that all calendars of the account share says when to look; where none is to be had, the calendar is
 * asked every minute. What is told comes from `changesOf` alone, so nothing is missed while a connection is cut or a server restarts.
 *
 * @throws EwsRequestError for a wrong argument, and errors that asking again won't fix, such as a missing right
 */
export async function* watchChanges(
  client: WatchClient,
  calendar: CalendarAddress,
  { cursor: first, ...options }: WatchOptions,
  runtime: Runtime = systemRuntime,
): AsyncGenerator<WatchedChange, void, undefined> {
  const { signal = new AbortController().signal } = options
  let told = await persistently(runtime, signal, () => changesOf(client, calendar, first, options))
  const watch = accountWatch(client, runtime)
  const watched = watch.add(client, calendar)
  try {
    for (;;) {
      yield* withCursors(told)
      await nextOccasion(watched, runtime, signal)
      const { cursor } = told
      told = await persistently(runtime, signal, () => changesOf(client, calendar, cursor, options))
    }
  } finally {
    await watch.remove(watched)
  }
}

function* withCursors(told: ToldChanges): Generator<WatchedChange, void, undefined> {
  for (const [index, change] of told.changes.entries()) {
    yield {
      ...change,
      get cursor() {
        return told.cursorAfter(index + 1)
      },
    }
  }
}

/** Waits until there is reason to look. */
async function nextOccasion(watched: WatchedCalendar, runtime: Runtime, signal: AbortSignal): Promise<void> {
  const isRung = await watched.bell.rest(runtime, watched.isStreamed ? MAKE_SURE_MS : ASK_MS, signal)
  if (watched.failure !== undefined) throw watched.failure
  if (!isRung) return
  await runtime.sleep(SETTLE_MS, signal)
  watched.bell.hush()
}

/** Repeats a call for as long as its errors may pass. */
async function persistently<Result>(
  runtime: Runtime,
  signal: AbortSignal,
  call: () => Promise<Result>,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await call()
    } catch (error) {
      if (signal.aborted || !(error instanceof EwsError) || error instanceof EwsRequestError) throw error
      if (!isTransient(error)) throw error
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, ASK_MS) * (0.5 + runtime.random() / 2)
      const asked = error instanceof EwsThrottledError ? (error.backOffMs ?? 0) : 0
      await runtime.sleep(Math.max(pauseMs, asked), signal)
    }
  }
}
