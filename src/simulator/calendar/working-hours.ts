import { WorkingHours } from '../../operations/availability/free-busy-view'
import { UTC } from '../../operations/availability/serializable-time-zone'
import { types } from '../../operations/types/namespaces'
import type { ElementDescription } from '../../xml'
import { canBeSent } from '../items/can-be-sent'
import { isOneOf } from './day-of-week'
import { wallClock } from './serializable-time-zone'

/** From eight to five, Monday to Friday, UTC. */
export const eightToFive: WorkingHours = {
  timeZone: UTC,
  workingPeriodArray: [
    {
      dayOfWeek: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
      startTimeInMinutes: 480,
      endTimeInMinutes: 1020,
    },
  ],
}

const element: ElementDescription<unknown> = types.element('WorkingHours', WorkingHours)
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

/** True for working hours that can be sent to clients, and whose time zone has valid times of day. */
export function isWorkingHours(value: unknown): value is WorkingHours {
  if (!canBeSent(element, value)) return false
  // A value that the description can write is of the type that it describes.
  const { standardTime, daylightTime } = (value as WorkingHours).timeZone
  return TIME_OF_DAY.test(standardTime.time) && TIME_OF_DAY.test(daylightTime.time)
}

const DAY_MINUTES = 24 * 60

/** True if the time from `start` to `end` is within one working period of one day, by the clocks of the mailbox. */
export function isWorkTime({ timeZone, workingPeriodArray }: WorkingHours, start: Date, end: Date): boolean {
  const wall = wallClock(start, timeZone)
  const from = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const to = from + (wallClock(end, timeZone).getTime() - wall.getTime()) / 60_000
  return workingPeriodArray.some(
    ({ dayOfWeek, startTimeInMinutes, endTimeInMinutes }) =>
      isOneOf(wall.getUTCDay(), dayOfWeek) &&
      from >= startTimeInMinutes &&
      to <= Math.min(endTimeInMinutes, DAY_MINUTES),
  )
}
