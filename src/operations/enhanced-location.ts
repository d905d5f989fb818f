import { double, enumeration, optional, text } from '../xml'
import { types } from './namespaces'

const PostalAddress = types.complexType({
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
})

/** A place with its address (MS-OXWSCDATA, EnhancedLocationType); since Exchange 2013. */
export const EnhancedLocation = types.complexType({
  displayName: text,
  annotation: optional(text),
  postalAddress: optional(PostalAddress),
})
