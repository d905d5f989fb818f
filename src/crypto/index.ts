export type { RowContext, VaultContext } from './context'
export {
  type ConnectionAuth,
  type ConnectionOptions,
  clientOptions,
  type ExchangeConnection,
  type ExchangeConnectionInput,
  exchangeConnection,
  openConnection,
  sealConnection,
} from './exchange-connection'
export type { Schema } from './json'
export type { FieldValues, SealExistingOptions, TextField } from './seal-existing/options'
export type { SealCounts, SealFailure, SealProgress, SealReport } from './seal-existing/progress'
export { sealExisting } from './seal-existing/seal-existing'
export { type AttendeeTexts, type BookingTexts, openBooking, sealBooking } from './sealed-booking'
export { Secret } from './secret'
export { Vault } from './vault'
export {
  VaultConfigError,
  VaultError,
  VaultNotSealedError,
  VaultOpenError,
  VaultUnknownKeyError,
  VaultValueError,
} from './vault-error'
export { generateKey, keyId } from './vault-key'
export type { KmsOptions, VaultOptions, VaultPolicy } from './vault-options'
