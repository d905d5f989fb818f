import type { EwsError } from 'ews-booking'
import { isTransient } from '../calendar/failure'
import type { ItemVersion } from './calendar-entry'
import type { CalendarItems, ChangeOutcome } from './calendar-items'

/** Repeats a request as its call allows. */
export type Retry = <Result>(
  request: (signal?: AbortSignal) => Promise<Result>,
  isTransient: (error: EwsError) => boolean,
  signal?: AbortSignal,
) => Promise<Result>

/**
 * Whether the server refuses an update that names an old version of an item. The first call for a server finds out with two updates of an
 * item of ours: one that makes a new version, and one that names the old version again. Both write a property that nobody reads, so they do
 * no harm whenever the server carries them out.
 */
export async function keepsConditionalUpdates(
  version: ItemVersion,
  items: CalendarItems,
  retry: Retry,
): Promise<boolean> {
  const prove = await newVersion(version, items, retry)
  await prove()
  return items.record.conditionalUpdates === 'kept'
}

/**
 * Makes the new version, unless it is known whether the server keeps conditions. Returns what finds out with it. That doesn't change the
 * item where conditions are kept, and versions don't matter elsewhere, so the item may be read meanwhile.
 */
export async function newVersion(
  version: ItemVersion,
  items: CalendarItems,
  retry: Retry,
): Promise<(signal?: AbortSignal) => Promise<void>> {
  const { record } = items
  const touch = (signal?: AbortSignal) => retry((each) => items.touch(version, each), isTransient, signal)
  const learn = (outcome: ChangeOutcome) => {
    if (outcome === 'conflict') record.conditionalUpdates = 'kept'
    else if (outcome !== 'gone') record.conditionalUpdates = 'ignored'
  }
  if (record.conditionalUpdates !== 'unknown') return async () => {}
  const first = await touch()
  if (first === 'conflict') learn(first)
  // Without a new version there is no old one that the server could refuse.
  const isNew = typeof first === 'object' && first.changeKey !== version.changeKey
  return async (signal) => {
    if (isNew && record.conditionalUpdates === 'unknown') learn(await touch(signal))
  }
}
