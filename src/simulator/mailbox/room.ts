/** How a room answers meeting requests (Microsoft, "Set-CalendarProcessing", whose names and defaults these are). */
export interface RoomProcessing {
  /**
   * `AutoAccept` accepts or declines each request. `AutoUpdate` only enters it as tentative, and never answers. Defaults to
   * `AutoAccept`, as in the admin center; rooms made in the shell have `AutoUpdate`.
   */
  readonly automateProcessing?: 'AutoAccept' | 'AutoUpdate' | undefined
  /** True to accept requests at times that are taken. Defaults to false. */
  readonly allowConflicts?: boolean | undefined
  /** How many days ahead the room can be booked. A series that ends later is declined. Defaults to 180. */
  readonly bookingWindowInDays?: number | undefined
  /** The longest meeting, in minutes. Defaults to 1440, a day. */
  readonly maximumDurationInMinutes?: number | undefined
  /** True to remove the subject. Defaults to true. */
  readonly deleteSubject?: boolean | undefined
  /** True to put the organizer's name before the subject. Defaults to true. */
  readonly addOrganizerToSubject?: boolean | undefined
  /** True to remove the body. Defaults to true. */
  readonly deleteComments?: boolean | undefined
  /** True to make private meetings public. Defaults to true. */
  readonly removePrivateProperty?: boolean | undefined
}

/** The processing of a room with its defaults. */
export type CheckedRoomProcessing = { readonly [Name in keyof RoomProcessing]-?: NonNullable<RoomProcessing[Name]> }

/** The defaults of Exchange. */
const defaults: CheckedRoomProcessing = {
  automateProcessing: 'AutoAccept',
  allowConflicts: false,
  bookingWindowInDays: 180,
  maximumDurationInMinutes: 1440,
  deleteSubject: true,
  addOrganizerToSubject: true,
  deleteComments: true,
  removePrivateProperty: true,
}

/** The processing of a mailbox; `undefined` if it isn't a room. */
export function roomProcessing(room: boolean | RoomProcessing = false): CheckedRoomProcessing | undefined {
  if (room === false) return undefined
  const given = Object.entries(room === true ? {} : room).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}
