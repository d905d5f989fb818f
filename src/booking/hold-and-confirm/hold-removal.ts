import { randomUUID } from 'node:crypto'
import type { CalendarItems, ItemVersion } from './calendar-items'
import { isConfirmed, type MarkedEntry } from './decision'
import { mayPass, persist } from './failure'
import type { Patience } from './patience'

/**
 * Removes a hold whose owner must have died, or what is left of one that is void. Should the owner be alive after all, it finds its hold
 * changed, and begins again; or the hold turns out to be changed already, and stays.
 */
export async function removeHold(hold: MarkedEntry, items: CalendarItems, patience: Patience): Promise<void> {
  if (hold.mark.state === 'hold' && !(await voidHold(hold, items, patience))) return
  await patience.insist((signal) => items.discard(hold.id, signal), mayPass)
}

async function voidHold(hold: MarkedEntry, items: CalendarItems, patience: Patience): Promise<boolean> {
  if (!(await stopMove(hold, items, patience))) return false
  const outcome = await patience.insist((signal) => items.mark(hold, { state: 'void' }, signal), mayPass)
  return typeof outcome === 'object'
}

/**
 * The hold may be that of a booking that is to be moved; then its owner could still move it, for that is another item. Changed here
 * before the hold is, the booking isn't the version any more that the owner knows. Of a booking that somebody has copied by hand, which
 * one is to be moved can't be told.
 */
async function stopMove({ mark }: MarkedEntry, items: CalendarItems, patience: Patience): Promise<boolean> {
  const bookings = (await patience.insist((signal) => items.withKey(mark.key, signal))).filter(isConfirmed)
  for (const booking of bookings) {
    const attempt = randomUUID()
    const outcome = await patience.insist((signal) => items.mark(booking, { attempt }, signal), mayPass)
    if (outcome === 'conflict') return false
  }
  return true
}

/** Takes a hold away that will never be more than that. One that stays grows old, and is removed by whom it hinders. */
export async function discardHold({ id }: ItemVersion, items: CalendarItems): Promise<undefined> {
  await persist(() => items.discard(id)).catch(() => undefined)
}
