/** The facts in a request for free/busy times. */
export interface AvailabilityFacts {
  readonly mailboxes: readonly string[]
  readonly start: Date
  readonly end: Date
}

/** The facts in a request for a new appointment. */
export interface AppointmentFacts {
  readonly subject: string
  readonly body: string
  readonly start: Date
  readonly end: Date
  readonly location: string
  readonly categories: readonly string[]
  readonly key: string
}

/** The facts in a request for the appointments in a window. */
export interface CalendarViewFacts {
  readonly start: Date
  readonly end: Date
}
