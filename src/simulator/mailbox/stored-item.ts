import type { Appointment } from '../calendar/appointment'
import type { Mail } from '../mail/mail'

/** An item as a folder holds it: a calendar item, or a message, which has a kind. */
export type StoredItem = Appointment | Mail

/** The part of an item by which its folder finds it. */
export type Identified = Pick<StoredItem, 'itemId'>

export const isMail = (item: StoredItem): item is Mail => item.kind !== undefined
export const isAppointment = (item: StoredItem): item is Appointment => item.kind === undefined
