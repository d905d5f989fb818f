export { application, context, opaqueApplication, openSequence, optional, sequence, sequenceOf } from './constructed'
export { Asn1Error, readDer, writeDer } from './der'
export {
  enumerated,
  flag,
  flags,
  generalizedTime,
  generalString,
  generalStringBytes,
  generalStringForPeople,
  integer,
  objectIdentifier,
  octetString,
} from './primitive'
export { type Asn1Message, type Asn1Type, decode, encode, message, type ValueOf } from './type'
