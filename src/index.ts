export { checkConnection } from './check/check-connection'
export type { CheckCulprit, CheckName, CheckStep, CheckVerdict, MissingAuthority } from './check/check-step'
export { type CheckConclusion, type CheckFailure, checkConclusion } from './check/conclusion'
export type { CheckOptions } from './check/options'
export { checkRedaction } from './check/redaction'
export { type CheckReportOptions, checkReport } from './check/report'
export type { CallOptions, RequestOptions, StreamOptions } from './client/call-options'
export { type DiscoverOptions, discover } from './client/discovery/discover'
export type { Discovered } from './client/discovery/discovery'
export { buildEnvelope, type EnvelopeHeaders, parseEnvelope } from './client/envelope'
export { EwsClient } from './client/ews-client'
export type {
  BackOffBegun,
  CallBegun,
  CallEnded,
  ConnectionChange,
  Handshake,
  Retry,
} from './client/observation/events'
export type { ClientStats, SignInScheme } from './client/observation/stats'
export type { RequestTrace, ResponseTrace } from './client/observation/trace'
export type {
  BasicAuth,
  BearerAuth,
  ConcealedPassword,
  DispatcherMaker,
  EwsClientOptions,
  KdcOption,
  KerberosAuth,
  KerberosOptions,
  NtlmAuth,
  PasswordAuth,
  TlsOptions,
} from './client/options'
export { ServerAffinity } from './client/server-affinity'
export * from './errors'
export * from './operations'
export type { ConnectingSID, ExchangeVersion } from './operations/soap/envelope'
export * as xml from './vocabulary'
// Projects that emit declarations have to be able to name these types.
export type {
  ArrayType,
  Choice,
  ComplexType,
  ElementDescription,
  Field,
  NamespaceDescriber,
  OneOf,
  RepeatedChoice,
  Scalar,
  Some,
  Type,
} from './xml'
