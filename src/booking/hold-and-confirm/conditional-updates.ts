import type { EwsError } from 'ews-booking'
import { isTransient } from '../calendar/failure'
import type { ItemVersion } from './calendar-entry'
import type { CalendarItems } from './calendar-items'

/** Repeats a request as its call allows. */
export type Retry = <Result>(
  request: (signal?: AbortSignal) => Promise<Result>,
  isTransient: (error: EwsError) => boolean,
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
  const { record } = items
  const touch = () => retry((signal) => items.touch(version, signal), isTransient)
  if (record.conditionalUpdates === 'unknown') {
    const first = await touch()
    // Without a new version there is no old one that the server could refuse.
    const isNew = typeof first === 'object' && first.changeKey !== version.changeKey
    const second = isNew ? await touch() : first
    if (second === 'conflict') record.conditionalUpdates = 'kept'
    else if (isNew && second !== 'gone') record.conditionalUpdates = 'ignored'
  }
  return record.conditionalUpdates === 'kept'
}
