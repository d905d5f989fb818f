import type { Weekday } from '../time-zone/wall-time'

/** A range of wall-clock time within one day. It includes `from` and excludes `to`: `09:00` to `17:00`. The latest `to` is `24:00`. */
export interface TimeRange {
  readonly from: string
  readonly to: string
}

/**
 * Time ranges by day of the week. A day that is missing has none. A range can't cross midnight: write a night shift as
 * `{ monday: [{ from: '22:00', to: '24:00' }], tuesday: [{ from: '00:00', to: '06:00' }] }`.
 */
export type WeeklyHours = Readonly<Partial<Record<Weekday, readonly TimeRange[]>>>
