import type { LegacyFreeBusyStatus } from 'ews-booking'

/** How an appointment takes its time. `unknown` is never treated as free. */
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

/** Returns `unknown`, never `free`, for a status that Exchange left out or that is newer than this library. */
export const statusOf = (status: LegacyFreeBusyStatus = 'NoData'): Status =>
  Object.hasOwn(STATUS, status) ? STATUS[status] : 'unknown'

/** Statuses that always block. */
export const BUSY_STATUSES = ['busy', 'outOfOffice', 'unknown'] as const satisfies readonly Status[]

/** Statuses that a caller may choose to book over. */
export const NEGOTIABLE_STATUSES = ['tentative', 'workingElsewhere'] as const satisfies readonly Status[]

/**
 * The negotiable statuses that block by default, in every part of the facade. A tentative appointment may still take place. Somebody who
 * works elsewhere works.
 */
export const DEFAULT_TREAT_AS_BUSY = ['tentative'] as const satisfies readonly Status[]

/**
 * Statuses from strongest to weakest: those that always block, then those that a caller may book over. `unknown` stands between them, so
 * it never hides a status that blocks and is never hidden by one that may not.
 */
export const STATUSES_BY_STRENGTH = [
  'outOfOffice',
  'busy',
  'unknown',
  'workingElsewhere',
  'tentative',
  'free',
] as const satisfies readonly Status[]
