import { type ComplexType, optional, text, type ValueOfParts } from '../../xml'
import { types } from './namespaces'

const availabilityAddress = {
  /** The display name. */
  name: optional(text),
  /** The SMTP address. */
  address: text,
  /** The kind of address. Defaults to `SMTP`. */
  routingType: optional(text),
} as const

/** An address in the form that only availability operations have (MS-OXWSAVAIL, EmailAddress). */
export interface AvailabilityAddress extends ValueOfParts<[typeof availabilityAddress]> {}
export const AvailabilityAddress: ComplexType<AvailabilityAddress> = types.complexType(availabilityAddress)
