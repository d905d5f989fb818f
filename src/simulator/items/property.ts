import { CalendarItem } from '../../operations/types/calendar-item'
import { PropertySet } from './property-set'

/** A property of a calendar item. */
export type Property = keyof CalendarItem

/** The properties of calendar items (MS-OXWSCORE, ItemType; MS-OXWSMTGS, CalendarItemType). */
export const calendarItemProperties = new PropertySet(CalendarItem, ['item', 'calendar'])
