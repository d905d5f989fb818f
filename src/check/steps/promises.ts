import type { KeptPromises, Known } from '../known'
import { type Outcome, ok, skipped, warning } from '../outcome'

/** What a booking depends on, and what follows if a server doesn't keep it. */
const CONSEQUENCES: Readonly<Record<keyof KeptPromises, string>> = {
  conditionalUpdates: 'it takes a change with an old change key, so bookings follow stricter rules and cannot be moved',
  expandedViews: 'it shows a series once in a calendar view, so each booking asks for free/busy too',
  propertiesInViews: 'it leaves our own properties out of calendar views, so items are fetched one by one',
}

const promiseNames = ['conditionalUpdates', 'expandedViews', 'propertiesInViews'] as const

/** What the server keeps of its promises. */
export function promises({ kept }: Known): Outcome {
  if (kept === undefined) return skipped('Only tested together with writing (write).')
  const broken = promiseNames.filter((name) => !kept[name])
  if (broken.length === 0) {
    return ok('The server refuses outdated changes, expands series in views, and includes our own properties there.')
  }
  return warning(`The server differs from Exchange: ${broken.map((name) => CONSEQUENCES[name]).join('; ')}.`, {
    whose: 'exchange',
    remedy: 'Bookings work, but more slowly (docs/how-booking-works.md). Update the server, or ask its vendor.',
  })
}
