import type { LegacyFreeBusyStatus } from 'ews-booking'

/** How some time of a calendar is taken. */
export type Status = 'free' | 'tentative' | 'busy' | 'outOfOffice' | 'workingElsewhere' | 'unknown'

/** Our words for EWS's (MS-OXWSCDATA, LegacyFreeBusyType). */
const STATUS = {
  Free: 'free',
  Tentative: 'tentative',
  Busy: 'busy',
  OOF: 'outOfOffice',
  WorkingElsewhere: 'workingElsewhere',
  NoData: 'unknown',
} as const satisfies Record<LegacyFreeBusyStatus, Status>

/** What Exchange leaves out, or has a word for that is newer than this library, is `unknown`, never `free`. */
export const statusOf = (status: LegacyFreeBusyStatus = 'NoData'): Status =>
  Object.hasOwn(STATUS, status) ? STATUS[status] : 'unknown'

/** Statuses that take time whatever a booking product wants. */
export const BUSY_STATUSES = ['busy', 'outOfOffice', 'unknown'] as const satisfies readonly Status[]

/** Statuses that take time only where a booking product wants them to. */
export const NEGOTIABLE_STATUSES = ['tentative', 'workingElsewhere'] as const satisfies readonly Status[]

/**
 * The stronger first: what surely blocks, then what isn't known to be free, then what a booking product may choose to book over.
 * So `unknown` hides nothing that surely blocks, and is hidden by nothing that may be booked over.
 */
export const STATUSES_BY_STRENGTH = [
  'outOfOffice',
  'busy',
  'unknown',
  'workingElsewhere',
  'tentative',
  'free',
] as const satisfies readonly Status[]
