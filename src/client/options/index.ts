export {
  type BasicAuth,
  type BearerAuth,
  type ConcealedPassword,
  type KerberosAuth,
  type NtlmAuth,
  type PasswordAuth,
  revealed,
} from './auth'
export { type EwsClientOptions, type EwsClientSettings, readOptions } from './client'
export { mailboxKey, readConnectingSID } from './connecting-sid'
export { type DispatcherMaker, isDispatcher } from './dispatcher'
export type { KdcOption, KerberosOptions } from './kerberos'
export type { TlsOptions } from './tls'
