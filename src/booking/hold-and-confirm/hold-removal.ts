import { randomUUID } from 'node:crypto'
import { UnreliableServerError } from '../booking-error'
import { isTransient, retryCleanUp } from '../calendar/failure'
import { type ItemVersion, isConfirmed, isMarked, type MarkedEntry } from './calendar-entry'
import type { CalendarItems } from './calendar-items'
import type { CallDeadline } from './call-deadline'
import { keepsConditionalUpdates } from './conditional-updates'

/**
 * Removes an abandoned hold: it is voided by a conditional update, then deleted. If its owner is alive after all, the owner finds its hold
 * changed and begins again. If the owner has changed the hold first, the hold stays. A booking whose cancellation was begun goes to Deleted
 * Items.
 *
 * @throws UnreliableServerError if the server ignores `ChangeKey`, so that the hold may become an appointment while it is deleted
 */
export async function removeHold(hold: MarkedEntry, items: CalendarItems, deadline: CallDeadline): Promise<void> {
  if (items.record.conditionalUpdates === 'kept') return remove(hold, items, deadline)
  const isKept = await keepsConditionalUpdates(hold, items, deadline.retry.bind(deadline))
  if (!isKept) throw unsafeRemoval(hold)
  // Finding that out has made a new version of the hold.
  const [now] = await deadline.retry((signal) => items.get([hold.id], signal))
  if (now !== undefined && isMarked(now) && !isConfirmed(now)) await remove(now, items, deadline)
}

async function remove(hold: MarkedEntry, items: CalendarItems, deadline: CallDeadline): Promise<void> {
  if (hold.mark.state === 'hold' && !(await voidHold(hold, items, deadline))) return
  const wasBooking = hold.mark.origin !== undefined
  await deadline.retry(
    (signal) => (wasBooking ? items.cancel(hold.id, signal, 'SendToNone') : items.discard(hold.id, signal)),
    isTransient,
  )
}

async function voidHold(hold: MarkedEntry, items: CalendarItems, deadline: CallDeadline): Promise<boolean> {
  if (!(await stopMove(hold, items, deadline))) return false
  const outcome = await deadline.retry((signal) => items.mark(hold, { state: 'void' }, signal), isTransient)
  return typeof outcome === 'object'
}

/**
 * The hold may keep the time for a booking that is being moved, or for an appointment that is being adopted. Its owner updates that item, not
 * the hold, so the item is changed first: the owner's conditional update then fails. Every booking with the key is changed, because copies
 * made by hand look alike.
 */
async function stopMove({ mark }: MarkedEntry, items: CalendarItems, deadline: CallDeadline): Promise<boolean> {
  const bookings = (await deadline.retry((signal) => items.withKey(mark.key, signal))).entries.filter(isConfirmed)
  for (const booking of bookings) {
    const attempt = randomUUID()
    const outcome = await deadline.retry((signal) => items.mark(booking, { attempt }, signal), isTransient)
    if (outcome === 'conflict') return false
  }
  const targets = await deadline.retry((signal) => items.get(mark.target === undefined ? [] : [mark.target], signal))
  for (const target of targets.filter((each) => bookings.every(({ id }) => id !== each.id))) {
    const outcome = await deadline.retry((signal) => items.touch(target, signal), isTransient)
    if (outcome === 'conflict') return false
  }
  return true
}

const unsafeRemoval = ({ start, end }: MarkedEntry) =>
  new UnreliableServerError(
    'conditionalUpdates',
    `A hold from ${start.toISOString()} to ${end.toISOString()} was not removed`,
    'If it is still there after some minutes, delete this tentative appointment in Outlook. Update the server if you can.',
  )

/** Deletes a hold that was never confirmed. If that fails, the hold gets stale, and the next call that it blocks removes it. */
export async function discardHold({ id }: ItemVersion, items: CalendarItems): Promise<undefined> {
  await retryCleanUp(() => items.discard(id)).catch(() => undefined)
}
