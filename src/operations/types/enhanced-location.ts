import { type ComplexType, dispensable, double, enumeration, optional, text, type ValueOfParts } from '../../xml'
import { types } from './namespaces'

const postalAddress = {
  /** The street and house number. */
  street: optional(text),
  /** The city. */
  city: optional(text),
  /** The state or province. */
  state: optional(text),
  /** The country or region. */
  country: optional(text),
  /** The postal code. */
  postalCode: optional(text),
  /** The number of a post office box. */
  postOfficeBox: optional(text),
  /** The kind of address: `Home`, `Business` or `Other`. */
  type: optional(text),
  /** The latitude in degrees. */
  latitude: dispensable(optional(double)),
  /** The longitude in degrees. */
  longitude: dispensable(optional(double)),
  /** The accuracy of latitude and longitude in meters. */
  accuracy: dispensable(optional(double)),
  /** The altitude in meters. */
  altitude: dispensable(optional(double)),
  /** The accuracy of the altitude in meters. */
  altitudeAccuracy: dispensable(optional(double)),
  /** The whole address as one text. */
  formattedAddress: optional(text),
  /** The mail address of a room. */
  locationUri: optional(text),
  /** The kind of source that the address comes from. */
  locationSource: optional(
    enumeration('None', 'LocationServices', 'PhonebookServices', 'Device', 'Contact', 'Resource'),
  ),
} as const

/** A postal address with its coordinates (MS-OXWSCDATA, PersonaPostalAddressType). */
export interface PostalAddress extends ValueOfParts<[typeof postalAddress]> {}
const PostalAddress: ComplexType<PostalAddress> = types.complexType(postalAddress)

const enhancedLocation = {
  /** The name of the place. */
  displayName: text,
  /** A note about the place. */
  annotation: optional(text),
  /** The address of the place. */
  postalAddress: dispensable(optional(PostalAddress)),
} as const

/** A place with its address (MS-OXWSCDATA, EnhancedLocationType). Needs Exchange 2013 or later. */
export interface EnhancedLocation extends ValueOfParts<[typeof enhancedLocation]> {}
export const EnhancedLocation: ComplexType<EnhancedLocation> = types.complexType(enhancedLocation)
