import { type ComplexType, double, enumeration, optional, text, type ValueOfParts } from '../../xml'
import { types } from './namespaces'

const postalAddress = {
  street: optional(text),
  city: optional(text),
  state: optional(text),
  country: optional(text),
  postalCode: optional(text),
  postOfficeBox: optional(text),
  /** `Home`, `Business` or `Other`. */
  type: optional(text),
  /** Degrees. */
  latitude: optional(double),
  longitude: optional(double),
  /** Metres. */
  accuracy: optional(double),
  altitude: optional(double),
  altitudeAccuracy: optional(double),
  formattedAddress: optional(text),
  /** A room's address. */
  locationUri: optional(text),
  locationSource: optional(
    enumeration('None', 'LocationServices', 'PhonebookServices', 'Device', 'Contact', 'Resource'),
  ),
} as const

export interface PostalAddress extends ValueOfParts<[typeof postalAddress]> {}
const PostalAddress: ComplexType<PostalAddress> = types.complexType(postalAddress)

const enhancedLocation = {
  displayName: text,
  annotation: optional(text),
  postalAddress: optional(PostalAddress),
} as const

/** A place with its address (MS-OXWSCDATA, EnhancedLocationType); since Exchange 2013. */
export interface EnhancedLocation extends ValueOfParts<[typeof enhancedLocation]> {}
export const EnhancedLocation: ComplexType<EnhancedLocation> = types.complexType(enhancedLocation)
