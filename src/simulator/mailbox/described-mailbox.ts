import type { WorkingHours } from 'ews-booking'
import type { PermissionLevel, Permissions } from './permission'
import type { RoomProcessing } from './room'

/** A mailbox of the simulator with its properties. */
export interface DescribedMailbox {
  readonly address: string
  /** The display name. Defaults to the address. */
  readonly name?: string | undefined
  /** The owner's working hours. They default to eight to five, UTC. */
  readonly workingHours?: WorkingHours | undefined
  /**
   * What others may do with the default calendar: `{ Default: 'None', 'clerk@example.com': 'Editor' }`. Everybody else defaults to
   * `FreeBusyTimeOnly`, as on Exchange.
   */
  readonly permissions?: Permissions | undefined
  /** Further calendars, in the default one. Defaults to none. */
  readonly calendars?: readonly (string | DescribedCalendar)[] | undefined
  /** The users to whom the owner has delegated the calendar. Defaults to none. */
  readonly delegates?: readonly Delegate[] | undefined
  /**
   * The users with full access to the mailbox (Microsoft, "Add-MailboxPermission"), as in `permissions`. Defaults to none.
   */
  readonly fullAccess?: readonly string[] | undefined
  /** True, or how it answers meeting requests, if the mailbox is that of a room. Defaults to false. */
  readonly room?: boolean | RoomProcessing | undefined
}

/** A calendar beside the default one. */
export interface DescribedCalendar {
  readonly name: string
  /** What others may do with it. Everybody else defaults to `None`. */
  readonly permissions?: Permissions | undefined
}

/**
 * A user to whom the owner of a mailbox has delegated the calendar, and who may send mail on the owner's behalf (Microsoft, "Delegate access
 * and EWS in Exchange").
 */
export interface Delegate {
  /** The address of the delegate's mailbox, or the user name of an account without one. */
  readonly user: string
  /** The permission level on the default calendar. Defaults to `Editor`, as in Outlook. */
  readonly level?: PermissionLevel | undefined
  /** True if the delegate may see private items. Defaults to false. */
  readonly viewPrivateItems?: boolean | undefined
}

/** A mailbox of the simulator: just its address, or an object with its properties. */
export type NewMailbox = string | DescribedMailbox

/** Returns the properties of a calendar that may be described just by its name. */
export const describedCalendar = (calendar: string | DescribedCalendar): DescribedCalendar =>
  typeof calendar === 'string' ? { name: calendar } : calendar

/** Returns the SMTP address of a described mailbox. */
export const addressOf = (mailbox: NewMailbox) => (typeof mailbox === 'string' ? mailbox : mailbox.address)
