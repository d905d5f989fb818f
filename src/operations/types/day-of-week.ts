import { enumeration, type Infer } from '../../xml'

/** A day of the week; or `Day` for any, `Weekday` for Monday to Friday, `WeekendDay` (MS-OXWSCDATA, DayOfWeekType). */
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
