import { EwsError } from 'ews-booking'
import type { Status } from './calendar/status'
import type { Window } from './calendar/window'

/** An appointment or a faster booking takes the time. Nothing was booked, and nothing is left behind in the calendar. */
export class SlotTakenError extends EwsError {
  static readonly code = 'ERR_BOOKING_SLOT_TAKEN'
  override readonly code = 'ERR_BOOKING_SLOT_TAKEN'
  /** Times and status of the blocking entry. Its title is never read. */
  readonly takenBy: Window & { readonly status: Status }

  /** The address of the room that isn't free, if it isn't the calendar itself. */
  readonly room: string | undefined

  constructor({ start, end, status }: Window & { readonly status: Status }, room?: string) {
    super({
      message: `The time is taken${room === undefined ? '' : ` in ${room}`}: ${status} from ${start.toISOString()} to ${end.toISOString()}`,
      hint: 'Offer another time.',
    })
    this.takenBy = { start, end, status }
    this.room = room
  }
}

/** The key already names a booking with other details. That booking is unchanged. */
export class BookingKeyReusedError extends EwsError {
  static readonly code = 'ERR_BOOKING_KEY_REUSED'
  override readonly code = 'ERR_BOOKING_KEY_REUSED'
  readonly key: string

  constructor(key: string) {
    super({
      message: `The key ${key} already names a booking with other details`,
      hint: 'Use a new key for each booking, and repeat a call with the same details.',
    })
    this.key = key
  }
}

/** The behavior that a server lacks, although it reports success. */
export type ServerLimitation = 'conditionalUpdates' | 'statusUpdates' | 'timeUpdates' | 'expandedViews'

const LIMITATIONS: Readonly<Record<ServerLimitation, string>> = {
  conditionalUpdates: 'it changes an item although the request names an old version of it (ChangeKey)',
  statusUpdates: 'it reports success, but leaves the free/busy status or reminder of an appointment unchanged',
  timeUpdates: 'it reports success, but leaves the times of an appointment unchanged',
  expandedViews: 'it shows a series once instead of its occurrences, so that their times look free',
}

/**
 * The server has shown that it doesn't do what this call depends on, although it reports success. The call was refused or undone, rather
 * than take its word for it.
 */
export class UnreliableServerError extends EwsError {
  static readonly code = 'ERR_BOOKING_UNRELIABLE_SERVER'
  override readonly code = 'ERR_BOOKING_UNRELIABLE_SERVER'
  readonly limitation: ServerLimitation

  /** @param what what the call refuses to do, as a sentence without period */
  constructor(limitation: ServerLimitation, what: string, hint: string) {
    super({ message: `${what}: the server isn't reliable, ${LIMITATIONS[limitation]}`, hint })
    this.limitation = limitation
  }
}

/**
 * The call ended before the server could say whether it made or changed the booking. Repeat the same call: it finds out, and there is one
 * appointment in the end.
 */
export class BookingOutcomeUnknownError extends EwsError {
  static readonly code = 'ERR_BOOKING_OUTCOME_UNKNOWN'
  override readonly code = 'ERR_BOOKING_OUTCOME_UNKNOWN'
  readonly key: string

  constructor(key: string, cause: unknown) {
    super({
      message: `It is unknown whether the booking with the key ${key} was made or changed`,
      hint: 'Repeat the call with the same key and details: there will be one appointment in the end.',
      retryable: true,
      cause,
    })
    this.key = key
  }
}
