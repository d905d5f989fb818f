export { type BusyPeriod, mergePeriods } from './busy-period'
export { type FreeBusyOptions, freeBusyOf, type MailboxFreeBusy } from './free-busy'
export type { WorkingHours } from './working-hours'
