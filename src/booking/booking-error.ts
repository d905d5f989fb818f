import { EwsError } from 'ews-booking'
import type { Status } from './status'
import type { Window } from './window'

/** The time is taken: by an appointment, or by a booking that was quicker. Nothing was booked, and nothing is left behind. */
export class SlotTakenError extends EwsError {
  static readonly code = 'ERR_BOOKING_SLOT_TAKEN'
  override readonly code = 'ERR_BOOKING_SLOT_TAKEN'
  /** What takes it: its times and status, and never a title. */
  readonly takenBy: Window & { readonly status: Status }

  constructor({ start, end, status }: Window & { readonly status: Status }) {
    super({
      message: `The time is taken: ${status} from ${start.toISOString()} to ${end.toISOString()}`,
      hint: 'Offer another time.',
    })
    this.takenBy = { start, end, status }
  }
}

/** There is a booking with this key, and it was made with other details. It is left as it is. */
export class BookingKeyReusedError extends EwsError {
  static readonly code = 'ERR_BOOKING_KEY_REUSED'
  override readonly code = 'ERR_BOOKING_KEY_REUSED'
  readonly key: string

  constructor(key: string) {
    super({
      message: `There is a booking with the key ${key} already, with other details`,
      hint: 'Use a key of its own for each booking, and the same details when a call is repeated.',
    })
    this.key = key
  }
}

/** Whether it was done could not be found out. Calling again with the same key, or `reschedule` with the same booking, finds out. */
export class BookingOutcomeUnknownError extends EwsError {
  static readonly code = 'ERR_BOOKING_OUTCOME_UNKNOWN'
  override readonly code = 'ERR_BOOKING_OUTCOME_UNKNOWN'
  readonly key: string

  constructor(key: string, cause: unknown) {
    super({
      message: `It is not known whether the booking with the key ${key} was made or moved`,
      hint: 'Call again with the same key and details: there will be one appointment in the end.',
      retryable: true,
      cause,
    })
    this.key = key
  }
}
