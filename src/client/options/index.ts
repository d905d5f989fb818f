export {
  type BasicAuth,
  type BearerAuth,
  type ConcealedPassword,
  type NtlmAuth,
  type PasswordAuth,
  revealed,
} from './auth'
export { type EwsClientOptions, type EwsClientSettings, readOptions } from './client'
export { readConnectingSID } from './connecting-sid'
export { type DispatcherMaker, isDispatcher } from './dispatcher'
export type { TlsOptions } from './tls'
