/** What a request for free/busy times says. */
export interface AvailabilityFacts {
  readonly mailboxes: readonly string[]
  readonly start: Date
  readonly end: Date
}

/** What a request for a new appointment says. */
export interface AppointmentFacts {
  readonly subject: string
  readonly body: string
  readonly start: Date
  readonly end: Date
  readonly location: string
  readonly categories: readonly string[]
  readonly key: string
}

/** What a request for the appointments within a window says. */
export interface CalendarViewFacts {
  readonly start: Date
  readonly end: Date
}
