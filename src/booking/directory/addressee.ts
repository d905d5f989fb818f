import type { EmailAddress } from 'ews-booking'

/** A person, group or room that can be invited. */
export interface Addressee {
  /** The name to show. The address if the server doesn't tell. */
  readonly name: string
  /** The SMTP address. */
  readonly address: string
}

/** Leaves out what has no SMTP address, because nobody can be invited by another one. */
export const addresseesOf = (found: readonly EmailAddress[]): Addressee[] =>
  found.flatMap(({ name, emailAddress, routingType = 'SMTP' }) =>
    emailAddress === undefined || routingType.toUpperCase() !== 'SMTP'
      ? []
      : [{ name: name || emailAddress, address: emailAddress }],
  )
