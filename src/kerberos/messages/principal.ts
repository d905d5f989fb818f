import { context, generalString, integer, sequence, sequenceOf, type ValueOf } from '../asn1'
import { NameType } from './name-type'

/** A name within a realm: `svc-booking`, or `HTTP` and `mail.example.com` (RFC 4120, 5.2.2). */
export const PrincipalName = sequence({
  nameType: context(0, integer()),
  components: context(1, sequenceOf(generalString)),
})
export type PrincipalName = ValueOf<typeof PrincipalName>

/** Returns a name as text: `HTTP/mail.example.com`. */
export const nameText = ({ components }: PrincipalName): string => components.join('/')

/** Whether two names are identical. Their types are only hints (RFC 4120, 6.2). */
export const isSameName = (a: PrincipalName, b: PrincipalName): boolean =>
  a.components.length === b.components.length && a.components.every((text, index) => text === b.components[index])

/** Returns the name of the service that grants tickets for `realm` (RFC 4120, 7.3). */
export const ticketGrantingService = (realm: string): PrincipalName => ({
  nameType: NameType.serviceInstance,
  components: ['krbtgt', realm],
})
