import { enumeration, type Infer } from '../../xml'

/**
 * A day of the week. `Day` means any day, `Weekday` Monday to Friday, `WeekendDay` Saturday and Sunday
 * (MS-OXWSCDATA, DayOfWeekType).
 */
export const DayOfWeek = enumeration(
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Day',
  'Weekday',
  'WeekendDay',
)
export type DayOfWeek = Infer<typeof DayOfWeek>
