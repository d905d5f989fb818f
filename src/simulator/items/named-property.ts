import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import { ServiceError } from '../soap/service-error'
import { refuseUnnamed } from './extended-property'
import type { PropertySet } from './property-set'

/** The properties that a shape names in addition to those of its base shape. */
interface NamedPaths {
  readonly additionalProperties?:
    | readonly {
        readonly fieldURI?: { readonly fieldURI: string } | undefined
        readonly extendedFieldURI?: ExtendedFieldURI | undefined
      }[]
    | undefined
}

/**
 * Returns the properties of `known` that a shape names. Properties that only other kinds of items have are ignored.
 *
 * @throws ServiceError ErrorInvalidPropertyRequest for a property of folders in a shape for items, or the reverse, and
 * ErrorInvalidExtendedProperty
 */
export function namedProperties<Value extends object>(
  { additionalProperties = [] }: NamedPaths,
  known: PropertySet<Value>,
): (keyof Value)[] {
  return additionalProperties.flatMap(({ fieldURI, extendedFieldURI }) => {
    if (extendedFieldURI !== undefined) refuseUnnamed(extendedFieldURI)
    if (fieldURI === undefined) return []
    if (known.isForeign(fieldURI.fieldURI)) {
      throw new ServiceError('ErrorInvalidPropertyRequest', 'Property is not valid for this object type.')
    }
    return known.find(fieldURI.fieldURI) ?? []
  })
}
