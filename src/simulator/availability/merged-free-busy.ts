import type { LegacyFreeBusyStatus } from '../../operations'
import type { Appointment } from '../calendar/appointment'

/**
 * The digit of each status (Microsoft, "MergedFreeBusy"). Where several statuses meet, the later one in this list wins.
 *
 * A guess, to verify: the rank of `WorkingElsewhere`, and the digit 4 for `NoData`, where Microsoft's own client reads 5.
 */
const digits: readonly (readonly [LegacyFreeBusyStatus, string])[] = [
  ['Free', '0'],
  ['WorkingElsewhere', '4'],
  ['Tentative', '1'],
  ['Busy', '2'],
  ['OOF', '3'],
  ['NoData', '4'],
]

const rankOf = ({ legacyFreeBusyStatus = 'Busy' }: Appointment) =>
  digits.findIndex(([status]) => status === legacyFreeBusyStatus)

/** The status of a time with all of these appointments. */
export function mergedStatus(appointments: readonly Appointment[]): LegacyFreeBusyStatus {
  return digits[Math.max(0, ...appointments.map(rankOf))]?.[0] ?? 'Free'
}

/** A digit for each interval of the window. The last interval may extend beyond it (MS-OXWSAVAIL, MergedFreeBusy). */
export function mergedFreeBusy(
  appointments: readonly Appointment[],
  { startTime, endTime }: { startTime: Date; endTime: Date },
  intervalInMinutes: number,
): string {
  const interval = intervalInMinutes * 60_000
  const count = Math.ceil((endTime.getTime() - startTime.getTime()) / interval)
  const ranks = new Array<number>(count).fill(0)
  for (const appointment of appointments) {
    const { start, end } = appointment
    const rank = rankOf(appointment)
    const first = Math.max(0, Math.floor((start.getTime() - startTime.getTime()) / interval))
    const last = Math.min(count, Math.ceil((end.getTime() - startTime.getTime()) / interval))
    for (let index = first; index < last; index++) ranks[index] = Math.max(ranks[index] ?? 0, rank)
  }
  return ranks.map((rank) => digits[rank]?.[1]).join('')
}
